// What somebody does about a handoff, as the page sends it: its checks, and the event it becomes. Pure; page and API share it.
import { actLengths, badTime, checkAct, timeOf, type HandoffAct } from '@revloop/schemas/handoff-act.ts';
import { handoffUpdatedJson, type HandoffParties } from '@revloop/schemas/handoff-update.ts';

/** The body of `POST /api/handoffs/updates`. Times are ISO 8601 with a zone. */
export interface HandoffUpdate extends HandoffAct {
  /** Made where somebody acted: the same id sent again is the same act. */
  readonly update_id: string;
  readonly handoff_id: string;
  /** When it was done: part of the act, so that sending it again says the same. */
  readonly acted_at: string;
}

export type CheckedUpdate =
  | { readonly ok: true; readonly update: HandoffUpdate }
  | { readonly ok: false; readonly faults: readonly string[] };

const ownLengths = { update_id: 64, handoff_id: 193, acted_at: 35 } as const;
export const lengths = { ...ownLengths, ...actLengths } as const satisfies Record<
  keyof HandoffUpdate,
  number
>;

const acted_ms_ago_max = 3_600_000;
const acted_ms_ahead_max = 60_000;

/**
 * A body as it came → the act, or everything that is wrong with it. `actor`: who is signed in where the console knows, which then counts and not
 * what the body says. `now`: UTC milliseconds.
 */
export const checkUpdate = (body: unknown, actor: string | undefined, now: number): CheckedUpdate => {
  const signed =
    actor === undefined || typeof body !== 'object' || body === null || Array.isArray(body)
      ? body
      : { ...body, actor };
  const checked = checkAct(signed, now, ownLengths);
  const faults = checked.ok ? ownFaults(checked.act, now) : checked.faults.map(({ message }) => message);
  return checked.ok && faults.length === 0 ? { ok: true, update: checked.act } : { ok: false, faults };
};

const ownFaults = ({ update_id, acted_at }: HandoffUpdate, now: number): readonly string[] => {
  const faults: string[] = [];
  if (!/^[\w-]{8,64}$/.test(update_id))
    faults.push('update_id must be 8 to 64 letters, digits, _ and -, made anew for each act');
  const acted = timeOf(acted_at);
  if (acted === undefined) faults.push(`acted_at ${badTime}`);
  else if (acted < now - acted_ms_ago_max || acted > now + acted_ms_ahead_max)
    faults.push('acted_at must be within the last hour: act again');
  return faults;
};

/** The act as the native JSON of an event. */
export const updateEvent = (
  { update_id, acted_at, ...said }: HandoffUpdate,
  parties: HandoffParties,
): Readonly<Record<string, unknown>> =>
  handoffUpdatedJson({ ...said, event_id: update_id, occurred_at: acted_at }, parties);
