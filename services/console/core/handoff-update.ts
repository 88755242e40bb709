// What somebody does about a handoff, as the page sends it: its checks, and the event it becomes. Pure; page and API share it.
import { handoffUpdatedActions, type HandoffUpdatedAction } from '@revloop/schemas/generated.ts';
import { handoffUpdatedJson, snooze_ms_max, type HandoffParties } from '@revloop/schemas/handoff-update.ts';

/** The body of `POST /api/handoffs/updates`. Times are ISO 8601 with a zone. */
export interface HandoffUpdate {
  /** Made where somebody acted: the same id sent again is the same act. */
  readonly update_id: string;
  readonly handoff_id: string;
  readonly action: HandoffUpdatedAction;
  /** Who acts. */
  readonly actor: string;
  /** When it was done: part of the act, so that sending it again says the same. */
  readonly acted_at: string;
  /** What is said; required of a comment. */
  readonly note?: string;
  /** How long it is snoozed; required there, and nowhere else. */
  readonly until?: string;
  /** The new owner; required where reassigned, and nowhere else. */
  readonly owner_id?: string;
  /** Why it is paused; required there. */
  readonly reason?: string;
}

export type CheckedUpdate =
  | { readonly ok: true; readonly update: HandoffUpdate }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Which field an action cannot do without, and which belong to one action only. */
export const neededField: Partial<Record<HandoffUpdatedAction, 'note' | 'until' | 'owner_id' | 'reason'>> = {
  commented: 'note',
  reassigned: 'owner_id',
  snoozed: 'until',
  paused: 'reason',
};

/** The lengths of the event's schema. */
export const lengths = {
  update_id: 64,
  handoff_id: 193,
  action: 32,
  actor: 128,
  acted_at: 35,
  note: 1_000,
  until: 35,
  owner_id: 128,
  reason: 256,
} as const satisfies Record<keyof HandoffUpdate, number>;

const fields = Object.keys(lengths) as readonly (keyof HandoffUpdate)[];
const required = ['update_id', 'handoff_id', 'action', 'actor', 'acted_at'] as const;
const acted_ms_ago_max = 3_600_000;
const acted_ms_ahead_max = 60_000;

/**
 * A body as it came → the act, or everything that is wrong with it. `actor`: who is signed in where the console knows, which then counts and not
 * what the body says. `now`: UTC milliseconds.
 */
export const checkUpdate = (body: unknown, actor: string | undefined, now: number): CheckedUpdate => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { ok: false, faults: ['the body must be a JSON object'] };
  const given: Record<string, unknown> = { ...body, ...(actor !== undefined && { actor }) };
  const faults = shapeFaults(given);
  if (faults.length > 0) return { ok: false, faults };
  const said = Object.fromEntries(
    fields.flatMap((name) => (given[name] === undefined ? [] : [[name, (given[name] as string).trim()]])),
  ) as unknown as HandoffUpdate;
  const senseless = senseFaults(said, now);
  return senseless.length > 0 ? { ok: false, faults: senseless } : { ok: true, update: said };
};

const shapeFaults = (given: Readonly<Record<string, unknown>>): readonly string[] => {
  const faults: string[] = [];
  for (const name of Object.keys(given))
    if (!(name in lengths)) faults.push(`unknown field ${name}: the fields are ${fields.join(', ')}`);
  for (const name of required) if (given[name] === undefined) faults.push(`${name} is missing`);
  for (const name of fields) {
    const value = given[name];
    if (value === undefined) continue;
    const fits = typeof value === 'string' && value.trim() !== '' && value.length <= lengths[name];
    if (!fits) faults.push(`${name} must be a text of 1 to ${lengths[name]} characters`);
  }
  return faults;
};

const senseFaults = (update: HandoffUpdate, now: number): readonly string[] => {
  const { update_id, action, acted_at, until } = update;
  const faults: string[] = [];
  if (!/^[\w-]{8,64}$/.test(update_id))
    faults.push('update_id must be 8 to 64 letters, digits, _ and -, made anew for each act');
  if (!handoffUpdatedActions.includes(action))
    faults.push(`action must be one of ${handoffUpdatedActions.join(', ')}, not "${action}"`);
  const acted = timeOf(acted_at);
  if (acted === undefined) faults.push(`acted_at ${badTime}`);
  else if (acted < now - acted_ms_ago_max || acted > now + acted_ms_ahead_max)
    faults.push('acted_at must be within the last hour: act again');
  const needed = neededField[action];
  if (needed && update[needed] === undefined) faults.push(`${needed} is missing: ${action} needs it`);
  for (const name of ['until', 'owner_id'] as const)
    if (update[name] !== undefined && needed !== name) faults.push(`${name} has no meaning for ${action}`);
  if (until !== undefined) faults.push(...untilFaults(until, now));
  return faults;
};

const badTime = 'must be an ISO 8601 time with a zone, like 2026-03-02T09:00:00Z';

const untilFaults = (until: string, now: number): readonly string[] => {
  const end = timeOf(until);
  if (end === undefined) return [`until ${badTime}`];
  if (end <= now) return ['until must be later than now'];
  return end > now + snooze_ms_max ? ['until must be within a year'] : [];
};

const timeOf = (text: string): number | undefined => {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
};

/** The act as the native JSON of an event. */
export const updateEvent = (
  { update_id, acted_at, ...said }: HandoffUpdate,
  parties: HandoffParties,
): Readonly<Record<string, unknown>> =>
  handoffUpdatedJson({ ...said, event_id: update_id, occurred_at: acted_at }, parties);
