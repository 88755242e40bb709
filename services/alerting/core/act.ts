// What somebody did about a handoff, as a handoff_updated says it.
import { readMoment } from './moment.ts';
import { isActKind, type ActKind } from './telling/acts.ts';

export interface Act {
  /** Source and event_id of the mql_created that opened the handoff. */
  readonly handoff_id: string;
  readonly action: ActKind;
  readonly actor: string;
  readonly note: string | null;
  /** UTC milliseconds; of a snooze. */
  readonly until: number | null;
}

/** The act in the properties of a handoff_updated; undefined where they state none. */
export const actOf = (properties: Readonly<Record<string, string>>): Act | undefined => {
  const { handoff_id, action, actor, note, until } = properties;
  if (!handoff_id || !actor || action === undefined || !isActKind(action)) return undefined;
  return {
    handoff_id,
    action,
    actor,
    note: note || null,
    until: (action === 'snoozed' && until !== undefined ? readMoment(until) : undefined) ?? null,
  };
};
