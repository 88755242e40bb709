// What has been said of each clock of each handoff.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { ClockBook, type TeamOf } from './clock-book.ts';
import type { Clock } from './clock.ts';
import { endDraft, identityOf, isSame, type Identity } from './facts.ts';
import { oneText } from './one-text.ts';
import { SmallMap } from './small-map.ts';
import type { StageEvent } from './stage-event.ts';
import type { LevelVerdict } from './verdict.ts';

interface HandoffBook {
  readonly key: string;
  readonly clocks: SmallMap<string, ClockBook>;
}

export class FactBook {
  readonly #handoffs = new Map<string, HandoffBook>();
  readonly #teamOf: TeamOf;

  /** `teamOf` an owner: null where not known. */
  constructor(teamOf: TeamOf = () => null) {
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

  /** Whether the facts said so far end the clock as it has ended by what is known now. */
  hasSaidEnd(clock: Clock): boolean {
    const end = endDraft(clock);
    const clocks = this.#handoffs.get(clock.handoff.handoff_id)?.clocks;
    return end !== undefined && isSame(clocks?.get(clockIdOf(clock.policy))?.said('end'), end);
  }

  /** The team by which a clock of the handoff was started by this event, with this owner; undefined where none was said to be. */
  saidTeam(
    handoff_id: string,
    { event_id, occurred_at }: StageEvent,
    owner_id: string | null,
  ): string | null | undefined {
    for (const clock of this.#handoffs.get(handoff_id)?.clocks.values() ?? []) {
      const start = clock.said('clock');
      if (start?.fact !== 'started' || start.cause_event_id !== event_id) continue;
      if (start.at === occurred_at && start.owner_id === owner_id) return start.team;
    }
    return undefined;
  }

  /** Takes in a fact that was said before, or by another process. True where it was news. */
  merge(fact: SlaFact): boolean {
    if (fact.fact === 'told' || fact.fact === 'undeliverable' || fact.fact === 'unknown') return false;
    return this.#bookOf(fact).merge(fact);
  }

  /** Facts still to say of a clock that is there, noted as said. `account_id`: '' where not known. */
  say(clock: Clock, account_id: string, levels: readonly LevelVerdict[], now: number): readonly SlaFact[] {
    const identity = identityOf(clock, account_id);
    return this.#bookOf(identity).say(clock, identity, levels, now);
  }

  /** Withdraws the clocks ("policy/version") of a handoff that `isGone` names: an event that arrived late (`cause`) changed which handoff or clock exists. */
  withdraw(
    handoff_id: string,
    isGone: (clock: string) => boolean,
    cause: StageEvent | undefined,
    now: number,
  ): readonly SlaFact[] {
    const facts: SlaFact[] = [];
    for (const [id, book] of this.#handoffs.get(handoff_id)?.clocks ?? [])
      if (isGone(id)) facts.push(...book.withdraw(cause, now));
    return facts;
  }

  #bookOf(identity: Identity): ClockBook {
    const { policy_id, policy_version, handoff_id, account_id, contact_id } = identity;
    let handoff = this.#handoffs.get(handoff_id);
    if (!handoff)
      this.#handoffs.set(handoff_id, (handoff = { key: account_id || contact_id, clocks: new SmallMap() }));
    const id = clockIdOf({ policy_id, version: policy_version });
    let book = handoff.clocks.get(id);
    if (!book) handoff.clocks.set(id, (book = new ClockBook(identity, this.#teamOf)));
    return book;
  }
}

/** Names a clock within its handoff. */
export const clockIdOf = ({ policy_id, version }: { policy_id: string; version: number }): string =>
  oneText(`${policy_id}/${version}`);
