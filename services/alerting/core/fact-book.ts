// What has been said of each clock of each handoff.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { fieldsOf, stateOf, type BookFields } from './book-text.ts';
import { ClockBook, nothingSaid, type TeamOf } from './clock-book.ts';
import type { Clock } from './clock.ts';
import { endDraft, identityOf, isSame, type Identity } from './facts.ts';
import type { StageEvent } from './stage-event.ts';
import type { LevelVerdict } from './verdict.ts';

interface HandoffBook {
  readonly handoff_id: string;
  readonly key: string;
  /** By "policy/version". */
  readonly clocks: Map<string, ClockBook>;
}

/** The key, 0 where it is that of the first clock as it is now; and the clocks. */
type HandoffFields = readonly [key: string | 0, ...clocks: readonly BookFields[]];

const keyIn = ([first]: readonly BookFields[]): string => (first ? first[2] || first[3] : '');

export class FactBook {
  /** Of each handoff its key, and the fields of each clock, as JSON. */
  readonly #texts = new Map<string, string>();
  /** The one that was read last, and is as its text says. */
  #latest: HandoffBook | undefined;
  readonly #teamOf: TeamOf;

  /** `teamOf` an owner: null where not known. */
  constructor(teamOf: TeamOf = () => null) {
    this.#teamOf = teamOf;
  }

  /** Key in the topic of everything said of a handoff: the first fact's account, else its contact, so that all lies in one partition. */
  keyOf(handoff_id: string): string | undefined {
    return this.#bookOf(handoff_id)?.key;
  }

  has(handoff_id: string): boolean {
    return this.#texts.has(handoff_id);
  }

  forget(handoff_id: string): void {
    this.#texts.delete(handoff_id);
    if (this.#latest?.handoff_id === handoff_id) this.#latest = undefined;
  }

  /** Whether the facts said so far end the clock as it has ended by what is known now. */
  hasSaidEnd(clock: Clock): boolean {
    const end = endDraft(clock);
    const clocks = this.#bookOf(clock.handoff.handoff_id)?.clocks;
    return end !== undefined && isSame(clocks?.get(clockIdOf(clock.policy))?.said('end'), end);
  }

  /** The team by which a clock of the handoff was started by this event, with this owner; undefined where none was said to be. */
  saidTeam(
    handoff_id: string,
    { event_id, occurred_at }: StageEvent,
    owner_id: string | null,
  ): string | null | undefined {
    for (const clock of this.#bookOf(handoff_id)?.clocks.values() ?? []) {
      const start = clock.said('clock');
      if (start?.fact !== 'started' || start.cause_event_id !== event_id) continue;
      if (start.at === occurred_at && start.owner_id === owner_id) return start.team;
    }
    return undefined;
  }

  /** Takes in a fact that was said before, or by another process. True where it was news. */
  merge(fact: SlaFact): boolean {
    if (fact.fact === 'told' || fact.fact === 'undeliverable' || fact.fact === 'unknown') return false;
    const [handoff, book] = this.#open(fact);
    const isNews = book.merge(fact);
    this.#keep(handoff);
    return isNews;
  }

  /** Facts still to say of a clock that is there, noted as said. `account_id`: '' where not known. */
  say(clock: Clock, account_id: string, levels: readonly LevelVerdict[], now: number): readonly SlaFact[] {
    const identity = identityOf(clock, account_id);
    const [handoff, book] = this.#open(identity);
    const former = book.state.identity;
    const facts = book.say(clock, identity, levels, now);
    // Most clocks are judged again and again with nothing to say.
    if (facts.length > 0 || !isSameIdentity(former, identity)) this.#keep(handoff);
    return facts;
  }

  /** Withdraws the clocks ("policy/version") of a handoff that `isGone` names: an event that arrived late (`cause`) changed which handoff or clock exists. */
  withdraw(
    handoff_id: string,
    isGone: (clock: string) => boolean,
    cause: StageEvent | undefined,
    now: number,
  ): readonly SlaFact[] {
    const handoff = this.#bookOf(handoff_id);
    const gone = [...(handoff?.clocks ?? [])].filter(([id]) => isGone(id));
    if (!handoff || gone.length === 0) return [];
    const facts = gone.flatMap(([, book]) => book.withdraw(cause, now));
    this.#keep(handoff);
    return facts;
  }

  /** A clock's book among those of its handoff, to be kept where it changes. */
  #open(identity: Identity): readonly [HandoffBook, ClockBook] {
    const { policy_id, policy_version, handoff_id, account_id, contact_id } = identity;
    const key = account_id || contact_id;
    const handoff = this.#bookOf(handoff_id) ?? { handoff_id, key, clocks: new Map<string, ClockBook>() };
    const id = clockIdOf({ policy_id, version: policy_version });
    const book = handoff.clocks.get(id) ?? new ClockBook(nothingSaid(identity), this.#teamOf);
    handoff.clocks.set(id, book);
    return [handoff, book];
  }

  #bookOf(handoff_id: string): HandoffBook | undefined {
    if (this.#latest?.handoff_id === handoff_id) return this.#latest;
    const text = this.#texts.get(handoff_id);
    if (text === undefined) return undefined;
    const [key, ...clocks] = JSON.parse(text) as HandoffFields;
    const books = clocks.map((fields) => new ClockBook(stateOf(fields, handoff_id), this.#teamOf));
    const byId = new Map(books.map((book) => [idOf(book), book]));
    this.#latest = { handoff_id, key: key === 0 ? keyIn(clocks) : key, clocks: byId };
    return this.#latest;
  }

  #keep(handoff: HandoffBook): void {
    const clocks = [...handoff.clocks.values()].map(({ state }) => fieldsOf(state));
    const key = handoff.key === keyIn(clocks) ? 0 : handoff.key;
    this.#texts.set(handoff.handoff_id, JSON.stringify([key, ...clocks] satisfies HandoffFields));
    this.#latest = handoff;
  }
}

/** Names a clock within its handoff. */
export const clockIdOf = ({ policy_id, version }: { policy_id: string; version: number }): string =>
  `${policy_id}/${version}`;

const idOf = ({ state: { identity } }: ClockBook): string =>
  clockIdOf({ policy_id: identity.policy_id, version: identity.policy_version });

const isSameIdentity = (a: Identity, b: Identity): boolean =>
  a.account_id === b.account_id &&
  a.contact_id === b.contact_id &&
  a.owner_id === b.owner_id &&
  a.started_at === b.started_at;
