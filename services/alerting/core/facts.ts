// What there is to say of a clock: its facts before they are numbered and dated. Ids are policy/version/handoff/level/fact.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind } from './telling/acts.ts';
import type { Clock } from './clock.ts';
import { ownerAt, reassignmentAt } from './owner.ts';
import { businessMsWithout, isPausing } from './pauses.ts';
import type { StageEvent } from './stage-event.ts';
import type { Level } from './telling/levels.ts';
import type { LevelVerdict } from './verdict.ts';

/** What facts are about, of which the newest counts: the clock's run, its end, and each level. */
export type Slot = 'clock' | 'end' | Level;

/** What was said last in a slot. Times are UTC milliseconds. */
export interface Said {
  readonly fact: SlaFact['fact'];
  readonly due_at: number;
  readonly at: number;
  readonly derived_at: number;
  readonly cause_event_id: string | null;
  readonly owner_id: string | null;
  readonly team: string | null;
  readonly business_seconds: number | null;
}

/** The fields all facts of a clock share. */
export type Identity = Pick<
  SlaFact,
  'policy_id' | 'policy_version' | 'handoff_id' | 'account_id' | 'contact_id' | 'owner_id' | 'started_at'
>;

/** The fields a fact has of its own; absent ones are null. `team`: else that of the owner, by the directory. */
export type Draft = Pick<SlaFact, 'fact' | 'level' | 'due_at' | 'at' | 'owner_id'> &
  Partial<
    Pick<
      SlaFact,
      | 'business_seconds'
      | 'outcome'
      | 'reason'
      | 'cause_event_id'
      | 'team'
      | 'actor'
      | 'note'
      | 'until'
      | 'expected_value'
      | 'expected_currency'
    >
  >;

/** The slot a fact is about; none for `told` and `undeliverable`, which are about another fact, and for what people did. */
export const slotOf = ({ fact, level }: Pick<SlaFact, 'fact' | 'level'>): Slot | undefined => {
  if (fact === 'started') return 'clock';
  if (fact === 'met' || fact === 'ended') return 'end';
  if (fact === 'told' || fact === 'undeliverable' || fact === 'unknown' || isActKind(fact)) return undefined;
  return level === 'unknown' ? 'clock' : level;
};

/** Id of a fact said for the first time. */
export const idBase = (
  fact: Pick<SlaFact, 'policy_id' | 'policy_version' | 'handoff_id' | 'level' | 'fact'>,
): string => `${fact.policy_id}/${fact.policy_version}/${fact.handoff_id}/${fact.level}/${fact.fact}`;

export const identityOf = (clock: Clock, account_id: string): Identity => ({
  policy_id: clock.policy.policy_id,
  policy_version: clock.policy.version,
  handoff_id: clock.handoff.handoff_id,
  account_id,
  contact_id: clock.handoff.contact_id,
  owner_id: ownerAt(clock, clock.start.occurred_at),
  started_at: clock.start.occurred_at,
});

const expectedOf = ({ policy: { expected } }: Clock): Pick<Draft, 'expected_value' | 'expected_currency'> =>
  expected ? { expected_value: expected.amount, expected_currency: expected.currency } : {};

/** `due_at` as it was at the start: acts say how it moved. */
export const startDraft = (clock: Clock): Draft => ({
  fact: 'started',
  level: 'breach',
  due_at: clock.first_due_at,
  at: clock.start.occurred_at,
  owner_id: ownerAt(clock, clock.start.occurred_at),
  team: clock.team,
  cause_event_id: clock.start.event_id,
  ...expectedOf(clock),
});

/** `met` where it was answered in time, else `ended`; none while it runs. */
export const endDraft = (clock: Clock): Draft | undefined => {
  const { end, start, calendar, pauses } = clock;
  if (!end) return undefined;
  const { occurred_at, type, reason, event_id } = end.event;
  // An answer ends a pause: there is a due time.
  const due_at = clock.due_at ?? clock.first_due_at;
  const business_ms = businessMsWithout(calendar, start.occurred_at, occurred_at, pauses);
  return {
    fact: end.answered && occurred_at <= due_at ? 'met' : 'ended',
    level: 'breach',
    due_at,
    at: occurred_at,
    owner_id: ownerAt(clock, occurred_at),
    business_seconds: Math.floor(business_ms / 1000),
    outcome: end.answered ? type : 'expired',
    reason,
    cause_event_id: event_id,
  };
};

/**
 * What to say of one level, given what was said of it last. Said and withdrawn always alternate, so that counting either way
 * gives the same answer: a due time that moved, or another owner, withdraws the former and says the new one.
 */
export const levelDrafts = (
  clock: Clock,
  { level, due_at, passed, stopped_by }: LevelVerdict,
  said: Said | undefined,
): readonly Draft[] => {
  if (passed === 'unsettled') return [];
  const asserted = said !== undefined && said.fact !== 'withdrawn';
  const isSaid = asserted && said.due_at === due_at && said.owner_id === ownerAt(clock, said.due_at);
  // Time alone takes nothing back: a machine's clock that was set back must not.
  if (isSaid && (passed || (!clock.end && !stopped_by))) return [];
  const drafts: Draft[] = [];
  if (asserted) {
    const { occurred_at, type, act, reason, event_id } =
      stopped_by ?? disproofOf(clock, said, due_at, passed);
    const outcome = act?.action ?? type;
    const proof = { at: occurred_at, outcome, reason, cause_event_id: event_id };
    drafts.push({ fact: 'withdrawn', level, due_at: said.due_at, owner_id: said.owner_id, ...proof });
  }
  if (passed && due_at !== undefined) {
    const owner_id = ownerAt(clock, due_at);
    const fact = level === 'warning' ? 'warned' : 'breached';
    drafts.push({ fact, level, due_at, at: due_at, owner_id, ...(fact === 'breached' && expectedOf(clock)) });
  }
  return drafts;
};

/** The event because of which what was said of a level is not true. */
const disproofOf = (clock: Clock, said: Said, due_at: number | undefined, passed: boolean): StageEvent => {
  const { end, start, acts, policy } = clock;
  const answer = passed ? undefined : end?.event;
  if (answer && answer.occurred_at <= said.due_at) return answer;
  if (due_at === said.due_at) return reassignmentAt(clock, said.at) ?? answer ?? start;
  return acts.findLast((event) => isPausing(event, policy.pause)) ?? answer ?? start;
};

export const isSame = (said: Said | undefined, draft: Draft): boolean =>
  said?.fact === draft.fact &&
  said.at === draft.at &&
  said.due_at === draft.due_at &&
  said.owner_id === draft.owner_id &&
  said.cause_event_id === (draft.cause_event_id ?? null) &&
  // A pause of what is overdue moves no due time, and shortens what the answer took.
  said.business_seconds === (draft.business_seconds ?? null);
