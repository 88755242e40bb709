// What has been said of each clock, and what must be said next so that the newest facts are the true ones. Nothing said is ever deleted.
//
// Said again after it had been withdrawn, or with other times, a fact is another fact: its id ends in /2, /3. In each slot of a
// clock the fact with the newest derived_at counts. `withdrawn` at level `unknown` withdraws the clock as a whole: what was said
// before it of its start and its end no longer counts. What people did is never taken back: it counts while the clock runs by its start and end.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind } from './act.ts';
import { actDrafts, actFactBase, isSameAct, readActFact, type SaidAct } from './act-facts.ts';
import type { Clock } from './clock.ts';
import {
  endDraft,
  idBase,
  identityOf,
  isSame,
  levelDrafts,
  slotOf,
  startDraft,
  type Draft,
  type Identity,
  type Said,
  type Slot,
} from './facts.ts';
import type { StageEvent } from './stage-event.ts';
import type { LevelVerdict } from './verdict.ts';

interface ClockBook {
  identity: Identity;
  readonly said: Map<Slot, Said>;
  /** How often each fact has been said, by "level/fact". */
  readonly counts: Map<string, number>;
  /** By source/event_id; none where nobody did anything. */
  acts: Map<string, SaidAct> | undefined;
  newest_ms: number;
  withdrawn_ms: number;
}

interface HandoffBook {
  readonly key: string;
  readonly clocks: Map<string, ClockBook>;
}

export class FactBook {
  readonly #handoffs = new Map<string, HandoffBook>();
  readonly #teamOf: (owner_id: string | null) => string | null;

  /** `teamOf` an owner: null where not known. */
  constructor(teamOf: (owner_id: string | null) => string | null = () => null) {
    this.#teamOf = teamOf;
  }

  /** Key in the topic of everything said of a handoff: the first fact's account, else its contact, so that all lies in one partition. */
  keyOf(handoff_id: string): string | undefined {
    return this.#handoffs.get(handoff_id)?.key;
  }

  has(handoff_id: string): boolean {
    return this.#handoffs.has(handoff_id);
  }

  forget(handoff_id: string): void {
    this.#handoffs.delete(handoff_id);
  }

  /** The event that, by the facts said so far, ended a clock. */
  endedBy({ policy, handoff }: Clock): string | undefined {
    const clocks = this.#handoffs.get(handoff.handoff_id)?.clocks;
    return clocks?.get(clockIdOf(policy))?.said.get('end')?.cause_event_id ?? undefined;
  }

  /** The team by which a clock of the handoff was started by this event, with this owner; undefined where none was said to be. */
  saidTeam(
    handoff_id: string,
    { event_id, occurred_at }: StageEvent,
    owner_id: string | null,
  ): string | null | undefined {
    for (const { said } of this.#handoffs.get(handoff_id)?.clocks.values() ?? []) {
      const start = said.get('clock');
      if (start?.fact !== 'started' || start.cause_event_id !== event_id) continue;
      if (start.at === occurred_at && start.owner_id === owner_id) return start.team;
    }
    return undefined;
  }

  /** Takes in a fact that was said before, or by another process. True where it was news. */
  merge(fact: SlaFact): boolean {
    if (isActKind(fact.fact)) return this.#mergeAct(fact);
    const slot = slotOf(fact);
    if (!slot) return false;
    const book = this.#bookOf(fact);
    const count = Number(fact.fact_id.slice(idBase(fact).length + 1)) || 1;
    const counter = counterOf(fact);
    book.counts.set(counter, Math.max(count, book.counts.get(counter) ?? 0));
    book.newest_ms = Math.max(book.newest_ms, fact.derived_at);
    const former_ms = Math.max(
      book.said.get(slot)?.derived_at ?? -1,
      slot === 'end' || slot === 'clock' ? book.withdrawn_ms : -1,
    );
    if (fact.derived_at <= former_ms) return false;
    note(book, slot, fact);
    return true;
  }

  /** Facts still to say of a clock that is there, noted as said. `account_id`: '' where not known. */
  say(clock: Clock, account_id: string, levels: readonly LevelVerdict[], now: number): readonly SlaFact[] {
    const identity = identityOf(clock, account_id);
    const book = this.#bookOf(identity);
    book.identity = identity;
    const facts: SlaFact[] = [];
    const say = (slot: Slot, draft: Draft): void => {
      const fact = this.#next(book, draft, now);
      note(book, slot, fact);
      facts.push(fact);
    };
    const end = endDraft(clock);
    // An end that no longer is: the clock as a whole is taken back, and starts again.
    if (!end && book.said.has('end'))
      say('clock', wholeWithdrawn(clock.first_due_at, identity.owner_id, clock.start));
    const start = startDraft(clock);
    if (!isSame(book.said.get('clock'), start)) say('clock', start);
    facts.push(...this.#sayActs(clock, book, now));
    for (const verdict of levels)
      for (const draft of levelDrafts(clock, verdict, book.said.get(verdict.level)))
        say(verdict.level, draft);
    if (end && !isSame(book.said.get('end'), end)) say('end', end);
    return facts;
  }

  /** Withdraws the clocks ("policy/version") of a handoff that `isGone` names: an event that arrived late (`cause`) changed which handoff or clock exists. */
  withdraw(
    handoff_id: string,
    isGone: (clock: string) => boolean,
    cause: StageEvent | undefined,
    now: number,
  ): readonly SlaFact[] {
    const facts: SlaFact[] = [];
    for (const [id, book] of this.#handoffs.get(handoff_id)?.clocks ?? []) {
      if (!isGone(id)) continue;
      for (const [slot, said] of [...book.said].sort(wholeLast)) {
        if (slot === 'end' || said.fact === 'withdrawn') continue;
        const whole = wholeWithdrawn(
          said.due_at,
          said.owner_id,
          cause ?? { occurred_at: now, event_id: null, reason: null },
        );
        const fact = this.#next(book, slot === 'clock' ? whole : { ...whole, level: slot }, now);
        note(book, slot, fact);
        facts.push(fact);
      }
    }
    return facts;
  }

  #mergeAct(fact: SlaFact): boolean {
    const book = this.#bookOf(fact);
    const { act_id, count } = readActFact(fact);
    const former = book.acts?.get(act_id);
    book.newest_ms = Math.max(book.newest_ms, fact.derived_at);
    if (former && fact.derived_at <= former.derived_at) return false;
    noteAct(book, act_id, fact, Math.max(count, former?.count ?? 0));
    return true;
  }

  #sayActs(clock: Clock, book: ClockBook, now: number): readonly SlaFact[] {
    if (clock.acts.length === 0) return [];
    return actDrafts(clock).flatMap(({ act_id, draft }) => {
      const former = book.acts?.get(act_id);
      if (isSameAct(former, draft)) return [];
      const count = (former?.count ?? 0) + 1;
      const base = actFactBase({ ...book.identity, ...draft }, act_id);
      const fact = this.#dated(book, draft, base + (count > 1 ? `/${count}` : ''), now);
      noteAct(book, act_id, fact, count);
      return fact;
    });
  }

  /** Numbers and dates a fact. */
  #next(book: ClockBook, draft: Draft, now: number): SlaFact {
    const counter = counterOf(draft);
    const count = (book.counts.get(counter) ?? 0) + 1;
    book.counts.set(counter, count);
    const base = idBase({ ...book.identity, ...draft });
    return this.#dated(book, draft, base + (count > 1 ? `/${count}` : ''), now);
  }

  /** derived_at rises with every fact of a clock, whatever the machine's clock does. */
  #dated(book: ClockBook, draft: Draft, fact_id: string, now: number): SlaFact {
    book.newest_ms = Math.max(now, book.newest_ms + 1);
    return {
      fact_id,
      business_seconds: null,
      outcome: null,
      reason: null,
      cause_event_id: null,
      channel: null,
      message_id: null,
      team: this.#teamOf(draft.owner_id),
      actor: null,
      note: null,
      until: null,
      expected_value: null,
      expected_currency: null,
      ...book.identity,
      ...draft,
      derived_at: book.newest_ms,
    };
  }

  #bookOf(identity: Identity): ClockBook {
    const { policy_id, policy_version, handoff_id, account_id, contact_id } = identity;
    let handoff = this.#handoffs.get(handoff_id);
    if (!handoff)
      this.#handoffs.set(handoff_id, (handoff = { key: account_id || contact_id, clocks: new Map() }));
    const id = clockIdOf({ policy_id, version: policy_version });
    let book = handoff.clocks.get(id);
    if (!book) handoff.clocks.set(id, (book = emptyBook(identity)));
    return book;
  }
}

/** One text per kind of fact, however many clocks there are. */
const counters = new Map<string, string>();
const counterOf = ({ level, fact }: Pick<SlaFact, 'level' | 'fact'>): string => {
  const name = `${level}/${fact}`;
  const known = counters.get(name);
  if (known === undefined) counters.set(name, name);
  return known ?? name;
};

/** Names a clock within its handoff. */
export const clockIdOf = ({ policy_id, version }: { policy_id: string; version: number }): string =>
  `${policy_id}/${version}`;

const emptyBook = (from: Identity): ClockBook => {
  const { policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at } = from;
  const identity = { policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at };
  return { identity, said: new Map(), counts: new Map(), acts: undefined, newest_ms: 0, withdrawn_ms: 0 };
};

const note = (book: ClockBook, slot: Slot, fact: SlaFact): void => {
  const { due_at, at, derived_at, cause_event_id, owner_id, team } = fact;
  book.said.set(slot, { fact: fact.fact, due_at, at, derived_at, cause_event_id, owner_id, team });
  if (slot !== 'clock' || fact.fact !== 'withdrawn') return;
  book.withdrawn_ms = derived_at;
  book.said.delete('end');
};

const noteAct = (book: ClockBook, act_id: string, fact: SlaFact, count: number): void => {
  const { due_at, owner_id, derived_at } = fact;
  book.acts ??= new Map();
  book.acts.set(act_id, { fact: fact.fact, due_at, owner_id, derived_at, count });
};

const wholeWithdrawn = (
  due_at: number,
  owner_id: string | null,
  cause: { occurred_at: number; event_id: string | null; reason: string | null },
): Draft => ({
  fact: 'withdrawn',
  level: 'unknown',
  due_at,
  owner_id,
  at: cause.occurred_at,
  outcome: 'void',
  reason: cause.reason,
  cause_event_id: cause.event_id,
});

/** Levels first, the clock itself last. */
const wholeLast = ([a]: [Slot, Said], [b]: [Slot, Said]): number =>
  Number(a === 'clock') - Number(b === 'clock');
