// What somebody wants done about a handoff → the event that says so, or what is wrong with it.
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { handoffUpdatedJson, snooze_ms_max, type HandoffParties } from '@revloop/schemas/handoff-update.ts';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import { actKinds, isActKind, type ActKind } from './telling/acts.ts';

/** The emitter's name on acts that come through alerting. */
export const act_source = 'alerting';

/** A handoff, and whose it is. */
export interface ActedOn extends HandoffParties {
  readonly handoff_id: string;
}

export interface Act {
  readonly action: ActKind;
  readonly actor: string;
  readonly note?: string | undefined;
  /** UTC milliseconds. */
  readonly until?: number | undefined;
  readonly owner_id?: string | undefined;
  readonly reason?: string | undefined;
}

export type Read<T> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly code: string; readonly message: string };

const wrong = (message: string, code = 'invalid_field') => ({ ok: false, code, message }) as const;

const fields: ReadonlySet<string> = new Set(['action', 'actor', 'note', 'until', 'owner_id', 'reason']);
const withZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A body of JSON, at `now` (UTC milliseconds). */
export const readAct = (body: unknown, now: number): Read<{ readonly act: Act }> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return wrong('send a JSON object: {"action": "acknowledged", "actor": "ann"}', 'not_an_object');
  const json = body as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(json)) {
    if (!fields.has(name)) return wrong(`${name} is not one of ${[...fields].join(', ')}`, 'unknown_field');
    if (value !== null && typeof value !== 'string') return wrong(`${name} must be a text`);
  }
  const text = (name: string): string | undefined => (json[name] as string | null | undefined) ?? undefined;
  const [action, actor] = [text('action') ?? '', text('actor')?.trim()];
  if (!isActKind(action)) return wrong(`action must be one of ${actKinds.join(', ')}`);
  if (!actor) return wrong('actor is required: who acts', 'missing_field');
  const until = untilFrom(action, text('until'), now);
  if (!until.ok) return until;
  const [owner_id, reason, note] = [text('owner_id'), text('reason'), text('note')];
  if ((action === 'reassigned') !== (owner_id !== undefined))
    return wrong('owner_id says to whom it is reassigned: with that action, and no other', 'missing_field');
  return { ok: true, act: { action, actor, note: note || undefined, until: until.at, owner_id, reason } };
};

const untilFrom = (
  action: ActKind,
  text: string | undefined,
  now: number,
): Read<{ readonly at: number | undefined }> => {
  if ((action === 'snoozed') !== (text !== undefined))
    return wrong('until says how long it is snoozed: with that action, and no other', 'missing_field');
  if (text === undefined) return { ok: true, at: undefined };
  const at = withZone.test(text) ? Date.parse(text) : NaN;
  if (!(at > now && at <= now + snooze_ms_max))
    return wrong('until must be a time with a zone, such as 2026-06-01T09:00:00Z, within a year from now');
  return { ok: true, at };
};

/** The event, happening at `now`; or why the rules of events refuse it. */
export const actEvent = (
  { handoff_id, ...parties }: ActedOn,
  { until, ...act }: Act,
  event_id: string,
  now: number,
): Read<{ readonly event: FunnelEvent }> => {
  const timed = until === undefined ? {} : { until: new Date(until).toISOString() };
  const said = { ...act, ...timed, event_id, handoff_id, occurred_at: new Date(now).toISOString() };
  return parseEvent(handoffUpdatedJson(said, parties), act_source, now);
};
