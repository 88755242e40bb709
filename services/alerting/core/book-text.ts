// What has been said of one clock as a few fields of JSON, and back: of every clock that is remembered just a text is kept. Measured: as objects it took 700 bytes.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { SaidAct } from './act-facts.ts';
import type { Identity, Said, Slot } from './facts.ts';

/** Of one clock. */
export interface BookState {
  readonly identity: Identity;
  readonly newest_ms: number;
  readonly withdrawn_ms: number;
  readonly said: Iterable<readonly [Slot, Said]>;
  /** How often each fact has been said, by "level/fact". */
  readonly counts: ReadonlyMap<string, number>;
  /** By source/event_id. */
  readonly acts: ReadonlyMap<string, SaidAct>;
}

/** A text that is mostly a certain other one: 0 where it is. */
type Or0 = string | null | 0;
type SaidField = readonly [
  Slot,
  Said['fact'],
  due: number,
  at: number,
  derived: number,
  Or0,
  Or0,
  team: string | null,
  /** Absent: null. */
  business_seconds?: number,
];

export type BookFields = readonly [
  policy_id: string,
  policy_version: number,
  account_id: string,
  contact_id: string,
  owner_id: string | null,
  started_at: number,
  newest_ms: number,
  withdrawn_ms: number,
  said: readonly SaidField[],
  counts?: readonly (readonly [string, number])[] | 0,
  acts?: readonly (readonly [string, SaidAct])[],
];

/** By which a fact is counted. */
export const counterOf = ({ level, fact }: Pick<SlaFact, 'level' | 'fact'>): string => `${level}/${fact}`;

/** The counter of what was said last in a slot. */
const lastCounterOf = (slot: Slot, { fact }: Said): string => {
  if (slot !== 'clock' && slot !== 'end') return counterOf({ level: slot, fact });
  return counterOf({ level: fact === 'withdrawn' ? 'unknown' : 'breach', fact });
};

const onceEach = (said: readonly (readonly [Slot, Said])[]): ReadonlyMap<string, number> =>
  new Map(said.map(([slot, one]) => [lastCounterOf(slot, one), 1]));

const isOnceEach = (
  counts: ReadonlyMap<string, number>,
  said: readonly (readonly [Slot, Said])[],
): boolean => {
  const once = onceEach(said);
  return counts.size === once.size && [...once.keys()].every((counter) => counts.get(counter) === 1);
};

/** Times are written since the start, texts that are those of the clock as 0. The handoff is left out: who keeps it knows it. */
export const fieldsOf = ({
  identity,
  newest_ms,
  withdrawn_ms,
  said,
  counts,
  acts,
}: BookState): BookFields => {
  const { policy_id, policy_version, account_id, contact_id, owner_id, started_at, handoff_id } = identity;
  const entries = [...said];
  const fields = entries.map(([slot, one]): SaidField => [
    ...([slot, one.fact, one.due_at - started_at, one.at - started_at, one.derived_at - started_at] as const),
    isOpening(one.cause_event_id, handoff_id) ? 0 : one.cause_event_id,
    one.owner_id === owner_id ? 0 : one.owner_id,
    one.team,
    ...(one.business_seconds === null ? ([] as const) : ([one.business_seconds] as const)),
  ]);
  const beyond = [isOnceEach(counts, entries) ? 0 : [...counts], [...acts]] as const;
  return [
    ...([policy_id, policy_version, account_id, contact_id, owner_id, started_at] as const),
    ...([newest_ms, withdrawn_ms, fields] as const),
    ...(acts.size > 0 ? beyond : beyond[0] === 0 ? ([] as const) : ([beyond[0]] as const)),
  ];
};

export const stateOf = (fields: BookFields, handoff_id: string): BookState => {
  const [policy_id, policy_version, account_id, contact_id, owner_id, started_at, newest_ms, withdrawn_ms] =
    fields;
  const [, , , , , , , , saidFields, counts = 0, acts = []] = fields;
  const opening = handoff_id.slice(handoff_id.indexOf('/') + 1);
  const said = saidFields.map((field): readonly [Slot, Said] => {
    const [slot, fact, due, at, derived, cause, owner, team, business_seconds = null] = field;
    const one: Said = {
      fact,
      due_at: started_at + due,
      at: started_at + at,
      derived_at: started_at + derived,
      cause_event_id: cause === 0 ? opening : cause,
      owner_id: owner === 0 ? owner_id : owner,
      ...{ team, business_seconds },
    };
    return [slot, one];
  });
  return {
    identity: { policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at },
    newest_ms,
    withdrawn_ms,
    said,
    counts: counts === 0 ? onceEach(said) : new Map(counts),
    acts: new Map(acts),
  };
};

/** Whether an event's id is that of the event that opened a handoff. Sources hold no slash. */
const isOpening = (event_id: string | null, handoff_id: string): boolean =>
  event_id !== null && event_id === handoff_id.slice(handoff_id.indexOf('/') + 1);
