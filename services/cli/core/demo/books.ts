// The books of one story: stages held, loops, touches, wins and SLA clocks, kept by the rules of the funnel and by nothing else.
import { answered, ended, unanswered, type RunningClock } from './clocks.ts';
import type { Clock, ClockKind, Facts, Loop, Touch, Win } from './facts.ts';
import type { Contact, ContactStage, Opportunity } from './people.ts';

const rank: Readonly<Record<ContactStage, number>> = { engaged: 0, mql: 1, accepted: 2 };

/** What an account's story adds up to. */
export class Books {
  readonly contacts: Contact[] = [];
  readonly opportunities: Opportunity[] = [];
  readonly #touches: Touch[] = [];
  readonly #loops: Loop[] = [];
  readonly #wins: Win[] = [];
  readonly #clocks: Clock[] = [];
  readonly #running = new Map<string, RunningClock>();
  readonly #handoffs: Facts['handoffs'][number][] = [];

  touched(touch: Touch): void {
    this.#touches.push(touch);
  }

  /** A contact enters a stage; a lower one than it held is a loop. */
  moved(contact: Contact, stage: ContactStage, reason: string): void {
    if (rank[stage] < rank[contact.stage]) this.#loops.push({ from: contact.stage, to: stage, reason });
    contact.stage = stage;
  }

  decided(outcome: 'accepted' | 'rejected'): void {
    this.#handoffs.push(outcome);
  }

  lost(opportunity: Opportunity, reason: string, named: Contact | undefined): void {
    this.#loops.push({ from: 'opportunity', to: 'engaged', reason });
    opportunity.state = 'lost';
    this.#restart(named ? [named] : this.contacts);
  }

  won(opportunity: Opportunity, at: number): void {
    opportunity.state = 'won';
    this.#wins.push({ at, cents: opportunity.cents });
    this.#restart(this.contacts);
  }

  /** A loss or a win puts contacts back to engaged without a loop of their own. */
  #restart(contacts: readonly Contact[]): void {
    for (const contact of contacts) contact.stage = 'engaged';
  }

  startClock(contact: Contact, clock: RunningClock): void {
    this.#running.set(`${clock.kind} ${contact.contact_id}`, clock);
  }

  answerClock(kind: ClockKind, contact: Contact, at: number): void {
    this.#close(kind, contact, (clock) => answered(clock, at));
  }

  endClock(kind: ClockKind, contact: Contact, at: number): void {
    this.#close(kind, contact, (clock) => ended(clock, at));
  }

  #close(kind: ClockKind, contact: Contact, verdict: (clock: RunningClock) => Clock): void {
    const key = `${kind} ${contact.contact_id}`;
    const clock = this.#running.get(key);
    if (!clock) return;
    this.#running.delete(key);
    this.#clocks.push(verdict(clock));
  }

  /** Closes the books as of `now`. */
  facts(now: number): Facts {
    const running = [...this.#running.values()];
    const undecided = running.filter(({ kind }) => kind === 'first_decision').map(() => 'undecided' as const);
    return {
      contacts: this.contacts.length,
      touches: this.#touches,
      loops: this.#loops,
      wins: this.#wins,
      clocks: [...this.#clocks, ...running.map((clock) => unanswered(clock, now))],
      handoffs: [...this.#handoffs, ...undecided],
      opportunities: this.opportunities.map(({ state, reopened }) => ({ state, reopened })),
    };
  }
}
