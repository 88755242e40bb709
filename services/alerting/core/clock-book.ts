// What has been said of one clock, and what must be said next so that the newest facts are the true ones. Nothing said is ever deleted.
//
// Said again after it had been withdrawn, or with other times, a fact is another fact: its id ends in /2, /3. In each slot of a
// clock the fact with the newest derived_at counts. `withdrawn` at level `unknown` withdraws the clock as a whole: what was said
// before it of its start and its end no longer counts. What people did is never taken back: it counts while the clock runs by its start and end.
import { unsaidOfSlaFact, type SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind } from './telling/acts.ts';
import { actDrafts, actFactBase, isSameAct, readActFact, type SaidAct } from './act-facts.ts';
import { counterOf, type BookState } from './book-text.ts';
import type { Clock } from './clock.ts';
import {
  endDraft,
  idBase,
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

export type TeamOf = (owner_id: string | null) => string | null;

/** Of a clock of which nothing was said yet. */
export const nothingSaid = (from: Identity): BookState => {
  const { policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at } = from;
  return {
    identity: { policy_id, policy_version, handoff_id, account_id, contact_id, owner_id, started_at },
    ...{ newest_ms: 0, withdrawn_ms: 0, said: [], counts: new Map(), acts: new Map() },
  };
};

export class ClockBook {
  #identity: Identity;
  readonly #teamOf: TeamOf;
  readonly #said: Map<Slot, Said>;
  readonly #counts: Map<string, number>;
  readonly #acts: Map<string, SaidAct>;
  #newest_ms: number;
  #withdrawn_ms: number;

  constructor({ identity, newest_ms, withdrawn_ms, said, counts, acts }: BookState, teamOf: TeamOf) {
    this.#identity = identity;
    this.#teamOf = teamOf;
    this.#said = new Map(said);
    this.#counts = new Map(counts);
    this.#acts = new Map(acts);
    this.#newest_ms = newest_ms;
    this.#withdrawn_ms = withdrawn_ms;
  }

  /** All there is to keep of it. */
  get state(): BookState {
    const [identity, newest_ms, withdrawn_ms] = [this.#identity, this.#newest_ms, this.#withdrawn_ms];
    return { identity, newest_ms, withdrawn_ms, said: this.#said, counts: this.#counts, acts: this.#acts };
  }

  said(slot: Slot): Said | undefined {
    return this.#said.get(slot);
  }

  /** Takes in a fact that was said before, or by another process. True where it was news. */
  merge(fact: SlaFact): boolean {
    const slot = slotOf(fact);
    const { derived_at } = fact;
    if (isActKind(fact.fact)) return this.#mergeAct(fact);
    if (!slot) return false;
    const count = Number(fact.fact_id.slice(idBase(fact).length + 1)) || 1;
    const counter = counterOf(fact);
    this.#counts.set(counter, Math.max(count, this.#counts.get(counter) ?? 0));
    this.#newest_ms = Math.max(this.#newest_ms, derived_at);
    const withdrawn_ms = slot === 'end' || slot === 'clock' ? this.#withdrawn_ms : -1;
    if (derived_at <= Math.max(this.#said.get(slot)?.derived_at ?? -1, withdrawn_ms)) return false;
    this.#note(slot, fact);
    return true;
  }

  /** Facts still to say of the clock, which is there, noted as said. */
  say(clock: Clock, identity: Identity, levels: readonly LevelVerdict[], now: number): readonly SlaFact[] {
    this.#identity = identity;
    const facts: SlaFact[] = [];
    const say = (slot: Slot, draft: Draft): void => void facts.push(this.#say(slot, draft, now));
    const end = endDraft(clock);
    // An end that no longer is: the clock as a whole is taken back, and starts again.
    if (!end && this.#said.has('end'))
      say('clock', wholeWithdrawn(clock.first_due_at, identity.owner_id, clock.start));
    const start = startDraft(clock);
    if (!isSame(this.#said.get('clock'), start)) say('clock', start);
    facts.push(...this.#sayActs(clock, now));
    for (const verdict of levels)
      for (const draft of levelDrafts(clock, verdict, this.#said.get(verdict.level)))
        say(verdict.level, draft);
    if (end && !isSame(this.#said.get('end'), end)) say('end', end);
    return facts;
  }

  /** Takes back all that is said of the clock; `cause`: the event that arrived late, where one did. */
  withdraw(cause: StageEvent | undefined, now: number): readonly SlaFact[] {
    const facts: SlaFact[] = [];
    for (const [slot, { fact, due_at, owner_id }] of [...this.#said].sort(wholeLast)) {
      if (slot === 'end' || fact === 'withdrawn') continue;
      const whole = wholeWithdrawn(
        due_at,
        owner_id,
        cause ?? { occurred_at: now, event_id: null, reason: null },
      );
      facts.push(this.#say(slot, slot === 'clock' ? whole : { ...whole, level: slot }, now));
    }
    return facts;
  }

  #mergeAct(fact: SlaFact): boolean {
    const { act_id, count } = readActFact(fact);
    const former = this.#acts.get(act_id);
    this.#newest_ms = Math.max(this.#newest_ms, fact.derived_at);
    if (former && fact.derived_at <= former.derived_at) return false;
    this.#noteAct(act_id, fact, Math.max(count, former?.count ?? 0));
    return true;
  }

  #sayActs(clock: Clock, now: number): readonly SlaFact[] {
    if (clock.acts.length === 0) return [];
    return actDrafts(clock).flatMap(({ act_id, draft }) => {
      const former = this.#acts.get(act_id);
      if (isSameAct(former, draft)) return [];
      const count = (former?.count ?? 0) + 1;
      const fact = this.#dated(draft, actFactBase({ ...this.#identity, ...draft }, act_id), count, now);
      this.#noteAct(act_id, fact, count);
      return fact;
    });
  }

  #say(slot: Slot, draft: Draft, now: number): SlaFact {
    const counter = counterOf(draft);
    const count = (this.#counts.get(counter) ?? 0) + 1;
    this.#counts.set(counter, count);
    const fact = this.#dated(draft, idBase({ ...this.#identity, ...draft }), count, now);
    this.#note(slot, fact);
    return fact;
  }

  /** Numbers and dates a fact: derived_at rises with every fact of a clock, whatever the machine's clock does. */
  #dated(draft: Draft, base: string, count: number, now: number): SlaFact {
    this.#newest_ms = Math.max(now, this.#newest_ms + 1);
    return {
      fact_id: base + (count > 1 ? `/${count}` : ''),
      ...unsaidOfSlaFact,
      team: this.#teamOf(draft.owner_id),
      ...this.#identity,
      ...draft,
      derived_at: this.#newest_ms,
    };
  }

  #note(slot: Slot, fact: SlaFact): void {
    const { due_at, at, derived_at, cause_event_id, owner_id, team, business_seconds } = fact;
    const whose = { owner_id, team, business_seconds };
    this.#said.set(slot, { fact: fact.fact, due_at, at, derived_at, cause_event_id, ...whose });
    if (slot !== 'clock' || fact.fact !== 'withdrawn') return;
    this.#withdrawn_ms = derived_at;
    this.#said.delete('end');
  }

  #noteAct(act_id: string, fact: SlaFact, count: number): void {
    const { due_at, owner_id, derived_at } = fact;
    this.#acts.set(act_id, { fact: fact.fact, due_at, owner_id, derived_at, count });
  }
}

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
