// What somebody wants done about a handoff → the event that says so, or what is wrong with it.
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { checkAct, timeOf } from '@revloop/schemas/handoff-act.ts';
import { handoffUpdatedJson, type HandoffParties } from '@revloop/schemas/handoff-update.ts';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import type { ActKind } from './telling/acts.ts';

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

/** A body of JSON, at `now` (UTC milliseconds): the act, or the first of what is wrong with it. */
export const readAct = (body: unknown, now: number): Read<{ readonly act: Act }> => {
  const checked = checkAct(body, now);
  if (!checked.ok) return { ok: false, ...checked.faults[0] };
  const { until, ...said } = checked.act;
  return { ok: true, act: { ...said, until: until === undefined ? undefined : timeOf(until) } };
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
