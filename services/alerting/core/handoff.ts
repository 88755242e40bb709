// An account's stage events, in any order → the handoffs of its contacts. The same rules as the stage-visit ledger.
import { handoffIdOf, inOrder, type StageEvent } from './stage-event.ts';

/** Something that happened to a contact; `moves`: its stage visit ended. */
export interface Step {
  readonly event: StageEvent;
  readonly moves: boolean;
}

export interface Decision {
  readonly outcome: 'accepted' | 'rejected' | 'expired';
  /** Position of the deciding step in `steps`. */
  readonly step: number;
  readonly event: StageEvent;
}

export interface Handoff {
  readonly handoff_id: string;
  readonly contact_id: string;
  readonly opened: StageEvent;
  /** Position of the opening step in `steps`. */
  readonly step: number;
  /** None while it is open. */
  readonly decision: Decision | undefined;
  /** All that happened to the contact, before and after, in order. */
  readonly steps: readonly Step[];
  /** What people did about it, in order: these move nobody. */
  readonly acts: readonly StageEvent[];
}

const no_acts: readonly StageEvent[] = Object.freeze([]);

interface Open {
  readonly opened: StageEvent;
  readonly step: number;
}

interface Contact {
  held: 'engaged' | 'mql' | 'accepted';
  open: Open | undefined;
  readonly steps: Step[];
}

/** Handoffs of all contacts of one account, by opening time. Duplicates by (source, event_id) count once, the first in `events` stands. */
export const handoffsOf = (events: readonly StageEvent[]): readonly Handoff[] => {
  const all = distinct(events);
  const ledger = new AccountLedger(actsByHandoff(all));
  for (const event of all) if (event.type !== 'handoff_updated') ledger.apply(event);
  return ledger.handoffs();
};

const actsByHandoff = (events: readonly StageEvent[]): Acts => {
  const acts = new Map<string, StageEvent[]>();
  for (const event of events) {
    if (!event.act) continue;
    const own = acts.get(event.act.handoff_id);
    if (own) own.push(event);
    else acts.set(event.act.handoff_id, [event]);
  }
  return acts;
};

type Acts = ReadonlyMap<string, readonly StageEvent[]>;

const distinct = (events: readonly StageEvent[]): readonly StageEvent[] => {
  const byId = new Map<string, StageEvent>();
  for (const event of events) {
    const id = handoffIdOf(event);
    if (!byId.has(id)) byId.set(id, event);
  }
  return [...byId.values()].sort(inOrder);
};

class AccountLedger {
  readonly #contacts = new Map<string, Contact>();
  readonly #won = new Set<string>();
  readonly #closed: Handoff[] = [];
  readonly #acts: Acts;

  constructor(acts: Acts) {
    this.#acts = acts;
  }

  apply(event: StageEvent): void {
    if (event.opportunity_id !== null) this.#applyToOpportunity(event);
    else if (event.contact_id !== null) this.#applyToContact(event, event.contact_id);
    else for (const id of this.#contacts.keys()) this.#applyToContact(event, id);
  }

  handoffs(): readonly Handoff[] {
    const still_open = [...this.#contacts].flatMap(([id, { open, steps }]) =>
      open ? [this.#handoff(id, open, undefined, steps)] : [],
    );
    return [...this.#closed, ...still_open].sort((a, b) => inOrder(a.opened, b.opened));
  }

  #applyToContact(event: StageEvent, id: string): void {
    const contact = this.#contact(id);
    switch (event.type) {
      case 'mql_created': {
        // A contact at mql is already handed over: its clock keeps running, nobody resets it by qualifying again.
        const opens = contact.held !== 'mql';
        contact.steps.push({ event, moves: opens });
        if (opens) contact.open = { opened: event, step: contact.steps.length - 1 };
        contact.held = 'mql';
        return;
      }
      case 'mql_accepted':
        return this.#move(id, contact, event, 'accepted', 'accepted');
      case 'mql_rejected':
        return this.#move(id, contact, event, 'engaged', 'rejected');
      default:
        return this.#move(id, contact, event, 'engaged', 'expired');
    }
  }

  /** A loss restarts the contact it names, or every one; a win every one; an opportunity that is created moves nobody. */
  #applyToOpportunity(event: StageEvent): void {
    const opportunity = event.opportunity_id ?? '';
    const isWin = event.type === 'opportunity_won' && !this.#won.has(opportunity);
    if (event.type === 'opportunity_won') this.#won.add(opportunity);
    else this.#won.delete(opportunity);
    for (const [id, contact] of this.#contacts) {
      const isLost = event.type === 'opportunity_lost' && (event.contact_id ?? id) === id;
      if (isWin || isLost) this.#restart(id, contact, event);
      else contact.steps.push({ event, moves: false });
    }
  }

  #restart(id: string, contact: Contact, event: StageEvent): void {
    contact.steps.push({ event, moves: true });
    contact.held = 'engaged';
    this.#close(id, contact, event, 'expired');
  }

  #move(
    id: string,
    contact: Contact,
    event: StageEvent,
    held: Contact['held'],
    outcome: Decision['outcome'],
  ): void {
    contact.steps.push({ event, moves: contact.held !== held });
    contact.held = held;
    this.#close(id, contact, event, outcome);
  }

  #close(id: string, contact: Contact, event: StageEvent, outcome: Decision['outcome']): void {
    if (!contact.open) return;
    const decision = { outcome, step: contact.steps.length - 1, event };
    this.#closed.push(this.#handoff(id, contact.open, decision, contact.steps));
    contact.open = undefined;
  }

  #handoff(
    contact_id: string,
    { opened, step }: Open,
    decision: Decision | undefined,
    steps: readonly Step[],
  ): Handoff {
    const handoff_id = handoffIdOf(opened);
    const acts = this.#acts.get(handoff_id) ?? no_acts;
    return { handoff_id, contact_id, opened, step, decision, steps, acts };
  }

  #contact(id: string): Contact {
    let contact = this.#contacts.get(id);
    if (!contact) this.#contacts.set(id, (contact = { held: 'engaged', open: undefined, steps: [] }));
    return contact;
  }
}
