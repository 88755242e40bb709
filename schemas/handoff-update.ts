// What somebody did about a handoff → the native JSON of its event, for every way in by which people act.
import type { HandoffUpdatedAction } from './generated.ts';

/** Whose the handoff is; null or '' where not known. */
export interface HandoffParties {
  readonly account_id: string | null;
  readonly contact_id: string | null;
}

export interface HandoffUpdateSaid {
  readonly event_id: string;
  readonly handoff_id: string;
  readonly action: HandoffUpdatedAction;
  readonly actor: string;
  /** Times are ISO 8601 with a zone. */
  readonly occurred_at: string;
  readonly until?: string | undefined;
  readonly note?: string | undefined;
  readonly owner_id?: string | undefined;
  readonly reason?: string | undefined;
}

/** A snooze ends within a year, milliseconds: longer, it is a resolution. */
export const snooze_ms_max = 366 * 86_400_000;

/** The event as `parseEvent` takes it: of the same account and contact as its handoff. Equal for equal acts. */
export const handoffUpdatedJson = (
  { event_id, handoff_id, action, actor, occurred_at, until, note, owner_id, reason }: HandoffUpdateSaid,
  { account_id, contact_id }: HandoffParties,
): Readonly<Record<string, unknown>> => ({
  type: 'handoff_updated',
  event_id,
  occurred_at,
  ...(account_id && { account_id }),
  ...(contact_id && { contact_id }),
  ...(owner_id !== undefined && { owner_id }),
  ...(reason !== undefined && { reason }),
  properties: {
    handoff_id,
    action,
    actor,
    ...(note !== undefined && { note }),
    ...(until !== undefined && { until }),
  },
});
