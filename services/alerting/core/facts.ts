// What there is to say of a clock: its facts before they are numbered and dated. Ids are policy/version/handoff/level/fact.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Clock, LevelVerdict } from './clock.ts';
import type { Level } from './telling/levels.ts';

/** What facts are about, of which the newest counts: the clock's run, its end, and each level. */
export type Slot = 'clock' | 'end' | Level;

/** What was said last in a slot. Times are UTC milliseconds. */
export interface Said {
  readonly fact: SlaFact['fact'];
  readonly due_at: number;
  readonly at: number;
  readonly derived_at: number;
  readonly cause_event_id: string | null;
}

/** The fields all facts of a clock share. */
export type Identity = Pick<
  SlaFact,
  'policy_id' | 'policy_version' | 'handoff_id' | 'account_id' | 'contact_id' | 'owner_id' | 'started_at'
>;

/** The fields a fact has of its own; absent ones are null. */
export type Draft = Pick<SlaFact, 'fact' | 'level' | 'due_at' | 'at'> &
  Partial<Pick<SlaFact, 'business_seconds' | 'outcome' | 'reason' | 'cause_event_id'>>;

/** The slot a fact is about; none for `told` and `undeliverable`, which are about another fact. */
export const slotOf = ({ fact, level }: Pick<SlaFact, 'fact' | 'level'>): Slot | undefined => {
  if (fact === 'started') return 'clock';
  if (fact === 'met' || fact === 'ended') return 'end';
  if (fact === 'told' || fact === 'undeliverable' || fact === 'unknown') return undefined;
  return level === 'unknown' ? 'clock' : level;
};

/** Id of a fact said for the first time. */
export const idBase = (
  fact: Pick<SlaFact, 'policy_id' | 'policy_version' | 'handoff_id' | 'level' | 'fact'>,
): string => `${fact.policy_id}/${fact.policy_version}/${fact.handoff_id}/${fact.level}/${fact.fact}`;

export const identityOf = ({ policy, handoff, start }: Clock, account_id: string): Identity => ({
  policy_id: policy.policy_id,
  policy_version: policy.version,
  handoff_id: handoff.handoff_id,
  account_id,
  contact_id: handoff.contact_id,
  // Of a rejected handoff marketing owes the answer, and who that is no event says.
  owner_id: policy.starts === 'rejected' ? null : (start.owner_id ?? handoff.opened.owner_id),
  started_at: start.occurred_at,
});

export const startDraft = ({ start, due_at }: Clock): Draft => ({
  fact: 'started',
  level: 'breach',
  due_at,
  at: start.occurred_at,
  cause_event_id: start.event_id,
});

/** `met` where it was answered in time, else `ended`; none while it runs. */
export const endDraft = ({ end, due_at, start, calendar }: Clock): Draft | undefined =>
  end && {
    fact: end.answered && end.event.occurred_at <= due_at ? 'met' : 'ended',
    level: 'breach',
    due_at,
    at: end.event.occurred_at,
    business_seconds: Math.floor(calendar.businessMs(start.occurred_at, end.event.occurred_at) / 1000),
    outcome: end.answered ? end.event.type : 'expired',
    reason: end.event.reason,
    cause_event_id: end.event.event_id,
  };

/**
 * What to say of one level, given what was said of it last. Said and withdrawn always alternate, so that counting either way
 * gives the same answer: a due time that moved withdraws the former and says the new one.
 */
export const levelDrafts = (
  { end, start }: Clock,
  { level, due_at, passed }: LevelVerdict,
  said: Said | undefined,
): readonly Draft[] => {
  const asserted = said !== undefined && said.fact !== 'withdrawn';
  const sameDue = said?.due_at === due_at;
  // Time alone takes nothing back: a machine's clock that was set back must not.
  if (passed === 'unsettled' || (asserted && sameDue && (passed || !end))) return [];
  const drafts: Draft[] = [];
  const { type, occurred_at, reason, event_id } = (passed ? undefined : end?.event) ?? start;
  const proof = { outcome: type, reason, cause_event_id: event_id };
  if (asserted) drafts.push({ fact: 'withdrawn', level, due_at: said.due_at, at: occurred_at, ...proof });
  if (passed) drafts.push({ fact: level === 'warning' ? 'warned' : 'breached', level, due_at, at: due_at });
  return drafts;
};

export const isSame = (said: Said | undefined, draft: Draft): boolean =>
  said?.fact === draft.fact &&
  said.at === draft.at &&
  said.due_at === draft.due_at &&
  said.cause_event_id === (draft.cause_event_id ?? null);
