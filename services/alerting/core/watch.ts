// The whole of alerting's judgement in memory: events, links and facts go in, what must be said and when to look again come out.
// A pure state machine: time is an argument, and everything it holds can be read again from ClickHouse and Kafka.
import type { HandoffOutcome, SlaFact } from '@revloop/schemas/generated.ts';
import type { AccountFilter } from './account-filter.ts';
import { clocksOf, type Clock } from './clock.ts';
import { clockIdOf, FactBook } from './fact-book.ts';
import { handoffsOf, type Handoff } from './handoff.ts';
import { Histories, type Link } from './histories.ts';
import type { Money } from './money.ts';
import { decisionClock, outcomeOf, outcomeText } from './outcome.ts';
import type { Policies } from './policy.ts';
import { revenueAtRisk } from './revenue.ts';
import { handoffIdOf, type StageEvent } from './stage-event.ts';
import { no_teams, teamOf, type Teams } from './teams.ts';
import { DueHeap } from './telling/due-heap.ts';
import { verdictsOf } from './verdict.ts';

/** Something to publish, with its key in the topic. */
export interface Saying {
  readonly key: string;
  readonly facts: readonly SlaFact[];
  readonly outcomes: readonly HandoffOutcome[];
}

export interface WatchSettings {
  readonly policies: Policies;
  readonly settle_ms: number;
  /** Of the directory; none where there is no directory. */
  readonly teams?: Teams;
}

/** An outcome of a handoff that no clock covers is published again after a restart only this long, milliseconds. */
const uncovered_outcome_ms_max = 3_600_000;

export class Watch {
  readonly histories = new Histories();
  readonly book: FactBook;
  readonly due = new DueHeap();
  readonly #settings: WatchSettings;
  #teams: Teams;
  /** The policy versions of the file: clocks of others, such as a policy that was since removed, are left as they were judged. */
  readonly #known: ReadonlySet<string>;
  #stored: AccountFilter | undefined;
  /** Outcomes that were published, by handoff, of which no end fact says so. */
  readonly #outcomes = new Map<string, string>();
  readonly #open = new Map<string, number>();
  readonly #overdue = new Map<string, number>();

  constructor(settings: WatchSettings) {
    this.#settings = settings;
    this.#teams = settings.teams ?? no_teams;
    this.book = new FactBook((owner_id) => teamOf(this.#teams, owner_id));
    this.#known = new Set(settings.policies.policies.flatMap(({ versions }) => versions.map(clockIdOf)));
  }

  /** Clocks that wait for an answer, and those of them that are past due. */
  get counts(): { readonly open: number; readonly overdue: number } {
    const sum = (counts: ReadonlyMap<string, number>): number =>
      [...counts.values()].reduce((total, count) => total + count, 0);
    return { open: sum(this.#open), overdue: sum(this.#overdue) };
  }

  /** Of which accounts something is stored: all that was, when the topics began to be read. */
  setStored(stored: AccountFilter): void {
    this.#stored = stored;
  }

  /** Whether all that is stored of an account is known: it was read, or there is nothing. A contact that stands for itself may belong to an account. */
  isComplete(key: string): boolean {
    if (this.histories.isComplete(key)) return true;
    if (this.histories.accountIdOf(key) === '' || this.#stored?.mayHave(key) !== false) return false;
    this.histories.setComplete(key);
    return true;
  }

  /** The directory has changed: clocks that start from now on are judged by it, those that run keep the team they were started by. */
  useTeams(teams: Teams): void {
    this.#teams = teams;
  }

  /** What a breach puts at risk, by currency: what its account's opportunities that were open at its time are worth, else what it states as expected. */
  riskOf({ account_id, at, expected_value, expected_currency }: SlaFact): readonly Money[] {
    const isExpected = expected_value !== null && expected_currency !== null;
    const expected = isExpected ? { amount: expected_value, currency: expected_currency } : undefined;
    return revenueAtRisk(account_id ? this.histories.eventsOf(account_id) : [], at, expected);
  }

  /** Takes in an event; the accounts whose verdicts may change. */
  add(event: StageEvent, now: number): readonly string[] {
    return this.histories.add(event, now);
  }

  learn(link: Link, now: number): readonly string[] {
    return this.histories.learn(link, now);
  }

  /** Takes in a fact said before, or by another process; the account to judge again where that was news. */
  merge(fact: SlaFact, now: number): readonly string[] {
    return this.book.merge(fact) ? [this.histories.keyOf(fact.account_id || null, fact.contact_id, now)] : [];
  }

  /** Judges these accounts at the next occasion: they are ours from now on. */
  takeOver(isOurs: (key: string) => boolean, now: number): void {
    for (const key of this.histories.accountKeys()) if (isOurs(key)) this.due.set(key, now);
  }

  /** These accounts are another instance's to judge. */
  leave(isTheirs: (key: string) => boolean): void {
    for (const key of this.histories.accountKeys()) {
      if (!isTheirs(key)) continue;
      this.due.set(key, undefined);
      this.#open.delete(key);
      this.#overdue.delete(key);
    }
  }

  /** Judges one account at `now`; `cause`: the event that arrived last. What comes out counts as said. */
  judge(key: string, now: number, cause?: StageEvent): readonly Saying[] {
    const events = this.histories.eventsOf(key);
    const account_id = this.histories.accountIdOf(key);
    const handoffs = handoffsOf(events);
    const judged = handoffs.map((handoff) => this.#judgeHandoff(handoff, account_id, now, cause));
    const next = judged.flatMap(({ next_ms }) => next_ms ?? []);
    this.due.set(key, next.length > 0 ? Math.min(...next) : undefined);
    this.#count(key, judged);
    const gone = this.#withdrawGone(events, handoffs, now, cause);
    return [...judged.map(({ saying }) => saying), ...gone].filter(
      ({ facts, outcomes }) => facts.length + outcomes.length > 0,
    );
  }

  /** Forgets accounts without a stage event since `horizon_ms` that nothing touched since `idle_ms`; how many. */
  forget(horizon_ms: number, idle_ms: number): number {
    const forgotten = this.histories.forget(horizon_ms, idle_ms);
    for (const { key, events } of forgotten) {
      this.due.set(key, undefined);
      this.#stored?.add(key);
      this.#open.delete(key);
      this.#overdue.delete(key);
      for (const event of events) {
        this.book.forget(handoffIdOf(event));
        this.#outcomes.delete(handoffIdOf(event));
      }
    }
    return forgotten.length;
  }

  #judgeHandoff(handoff: Handoff, account_id: string, now: number, cause: StageEvent | undefined) {
    const clocks = clocksOf(handoff, this.#settings.policies, {
      teams: this.#teams,
      saidTeam: (...asked) => this.book.saidTeam(...asked),
    });
    const outcome = this.#newOutcome(handoff, account_id, clocks, now);
    const there = new Set(clocks.map(({ policy }) => clockIdOf(policy)));
    const isGone = (id: string): boolean => this.#known.has(id) && !there.has(id);
    const facts = [...this.book.withdraw(handoff.handoff_id, isGone, cause, now)];
    const next: number[] = [];
    for (const clock of clocks) {
      const { levels, next_ms } = verdictsOf(clock, { now, settle_ms: this.#settings.settle_ms });
      facts.push(...this.book.say(clock, account_id, levels, now));
      if (next_ms !== undefined) next.push(next_ms);
    }
    if (outcome && !this.#isEndSaid(outcome, clocks))
      this.#outcomes.set(handoff.handoff_id, outcomeText(outcome));
    const key = this.book.keyOf(handoff.handoff_id) ?? (account_id || handoff.contact_id);
    const running = clocks.filter(({ end }) => !end);
    return {
      saying: { key, facts, outcomes: outcome ? [outcome] : [] },
      next_ms: next.length > 0 ? Math.min(...next) : undefined,
      open: running.length,
      overdue: running.filter(({ due_at }) => due_at !== undefined && now > due_at).length,
    };
  }

  /** A `mql_created` of which facts speak, but which opens no handoff by what is known now. */
  #withdrawGone(
    events: readonly StageEvent[],
    handoffs: readonly Handoff[],
    now: number,
    cause: StageEvent | undefined,
  ): readonly Saying[] {
    const there = new Set(handoffs.map(({ handoff_id }) => handoff_id));
    return events.flatMap((event) => {
      const id = handoffIdOf(event);
      if (event.type !== 'mql_created' || there.has(id) || !this.book.has(id)) return [];
      const facts = this.book.withdraw(id, () => true, cause, now);
      return { key: this.book.keyOf(id) ?? '', facts, outcomes: [] };
    });
  }

  /** What became of the handoff, where that was not published yet. */
  #newOutcome(
    handoff: Handoff,
    account_id: string,
    clocks: readonly Clock[],
    now: number,
  ): HandoffOutcome | undefined {
    const outcome = outcomeOf(handoff, account_id, clocks);
    if (!outcome || this.#outcomes.get(handoff.handoff_id) === outcomeText(outcome)) return undefined;
    const isOut = isEndedBy(outcome, decisionClock(clocks))
      ? this.#isEndSaid(outcome, clocks)
      : now - (handoff.decision?.event.received_at ?? 0) > uncovered_outcome_ms_max;
    return isOut ? undefined : outcome;
  }

  /** The end fact of a decision clock is said after its outcome: where it is there as it would be said now, the outcome is out. */
  #isEndSaid(outcome: HandoffOutcome, clocks: readonly Clock[]): boolean {
    const clock = decisionClock(clocks);
    return isEndedBy(outcome, clock) && this.book.hasSaidEnd(clock);
  }

  #count(key: string, judged: readonly { readonly open: number; readonly overdue: number }[]): void {
    for (const [counts, name] of [
      [this.#open, 'open'],
      [this.#overdue, 'overdue'],
    ] as const) {
      const count = judged.reduce((sum, one) => sum + one[name], 0);
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }
}

const isEndedBy = ({ event_id }: HandoffOutcome, clock: Clock | undefined): clock is Clock =>
  clock?.end?.event.event_id === event_id;
