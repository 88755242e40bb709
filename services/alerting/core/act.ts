// What somebody did about a handoff, as a handoff_updated says it.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { readMoment } from './moment.ts';

export const actions = [
  'acknowledged',
  'commented',
  'reassigned',
  'snoozed',
  'resolved',
  'paused',
  'resumed',
] as const;
export type Action = (typeof actions)[number];

export interface Act {
  /** Source and event_id of the mql_created that opened the handoff. */
  readonly handoff_id: string;
  readonly action: Action;
  readonly actor: string;
  readonly note: string | null;
  /** UTC milliseconds; of a snooze. */
  readonly until: number | null;
}

const names: ReadonlySet<string> = new Set(actions);

/** Whether a fact says what somebody did. */
export const isActKind = (fact: SlaFact['fact']): fact is Action => names.has(fact);

/** The act in the properties of a handoff_updated; undefined where they state none. */
export const actOf = (properties: Readonly<Record<string, string>>): Act | undefined => {
  const { handoff_id, action, actor, note, until } = properties;
  if (!handoff_id || !actor || action === undefined || !names.has(action)) return undefined;
  return {
    handoff_id,
    action: action as Action,
    actor,
    note: note || null,
    until: (action === 'snoozed' && until !== undefined ? readMoment(until) : undefined) ?? null,
  };
};
