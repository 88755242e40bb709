// Fourth step of the reference: the facts of one account → its visits and the restarts that leave no row.
import { compareText, type Fact } from './fact.ts';

export const stages = ['engaged', 'mql', 'accepted', 'opportunity', 'won'] as const;
export type Stage = (typeof stages)[number];
export const rankOf = (stage: Stage): number => stages.indexOf(stage);

/** An opportunity starts above accepted and below opportunity. */
const belowOpportunity = 2.5;
const ownStages = { contact: [0, 1, 2], opportunity: [3, 4] } as const;

export type SubjectKind = 'contact' | 'opportunity';

export interface Visit {
  readonly kind: SubjectKind;
  readonly subject_id: string;
  readonly stage: Stage;
  readonly visit_no: number;
  readonly cycle_no: number;
  readonly journey_no: number;
  readonly direction: 'forward' | 'back' | 'repeat';
  readonly reason: string;
  /** Stage held before; null for the first touch and for an opportunity's first visit. */
  readonly from: Stage | null;
  readonly skipped: readonly Stage[];
  readonly entered_at: number;
  readonly left_at: number | null;
  readonly fact: Fact;
  /** Position among all visits and restarts of the account. */
  readonly place: number;
  /** The newest touch at or before the entry. */
  readonly anchor: Fact | null;
  readonly carried: boolean;
}

export interface Restart {
  readonly contact_id: string;
  readonly at: number;
  readonly place: number;
  readonly because: 'loss' | 'win';
}

export interface Ledger {
  readonly visits: readonly Visit[];
  readonly restarts: readonly Restart[];
  readonly touches: readonly Fact[];
}

/** The visits of one opportunity. */
export const visitsOf = ({ visits }: Ledger, opportunity_id: string): Visit[] =>
  visits.filter(({ kind, subject_id }) => kind === 'opportunity' && subject_id === opportunity_id);

/** An opportunity that is already won is not won again. */
export const isWin = ({ stage, direction }: Visit): boolean => stage === 'won' && direction === 'forward';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Move {
  readonly kind: SubjectKind;
  readonly subject_id: string;
  readonly stage: Stage;
  readonly reason: string;
}

const contactStage: Partial<Record<Fact['type'], Stage>> = {
  mql_created: 'mql',
  mql_accepted: 'accepted',
  mql_rejected: 'engaged',
  lead_recycled: 'engaged',
};
const opportunityStage: Partial<Record<Fact['type'], Stage>> = {
  opportunity_created: 'opportunity',
  opportunity_won: 'won',
  opportunity_lost: 'engaged',
};

class Account {
  readonly visits: Mutable<Visit>[] = [];
  readonly restarts: Restart[] = [];
  readonly touches: readonly Fact[];
  readonly #held = new Map<string, number>();
  /** Contacts that have ever been in marketing's or sales' hands: a mere visitor is nobody's to restart. */
  readonly #contacts: ReadonlySet<string>;
  /** Visits not yet left, by subject: one, and that of the first touch. */
  readonly #current = new Map<string, Mutable<Visit>[]>();
  #place = 0;
  #journey_no = 1;
  /** Times of the loops of this journey. */
  #loops: number[] = [];

  constructor(facts: readonly Fact[]) {
    this.touches = facts.filter(({ type }) => type === 'content_viewed');
    this.#contacts = new Set(
      facts.filter(({ type }) => contactStage[type]).flatMap(({ contact_id }) => contact_id ?? []),
    );
    for (const fact of facts) this.#take(fact);
  }

  #take(fact: Fact): void {
    if (fact === this.touches[0]) this.#meet(fact);
    for (const move of this.#movesOf(fact)) {
      const visit = this.#enter(move, fact);
      if (fact.type === 'opportunity_lost') this.#restart(fact, 'loss');
      if (visit.stage === 'won' && visit.direction === 'forward') this.#endJourney(fact);
    }
  }

  #movesOf(fact: Fact): Move[] {
    const opportunity = opportunityStage[fact.type];
    if (opportunity)
      return [
        {
          kind: 'opportunity',
          subject_id: fact.opportunity_id ?? '',
          stage: opportunity,
          reason: fact.reason ?? '',
        },
      ];
    const stage = contactStage[fact.type];
    if (!stage) return [];
    const contacts =
      fact.contact_id === undefined
        ? [...this.#contacts].filter((id) => this.#heldBy('contact', id) > 0).sort(compareText)
        : [fact.contact_id];
    return contacts.map((subject_id) => ({ kind: 'contact', subject_id, stage, reason: fact.reason ?? '' }));
  }

  #heldBy(kind: SubjectKind, id: string): number {
    return this.#held.get(`${kind} ${id}`) ?? (kind === 'contact' ? 0 : belowOpportunity);
  }

  /** The first touch: a visit that changes nothing held; it lasts until the contact's next move. */
  #meet(fact: Fact): void {
    const move: Move = { kind: 'contact', subject_id: fact.contact_id ?? '', stage: 'engaged', reason: '' };
    const visit = this.#write(move, fact, 'forward', null, []);
    this.#stay(`contact ${move.subject_id}`, visit);
  }

  #enter(move: Move, fact: Fact): Visit {
    const rank = rankOf(move.stage);
    const held = this.#heldBy(move.kind, move.subject_id);
    const direction = rank > held ? 'forward' : rank < held ? 'back' : 'repeat';
    if (direction === 'back') this.#loops.push(fact.occurred_at);
    const requalified = fact.type === 'mql_created' && direction === 'back';
    const skipped = ownStages[move.kind].filter((own) => own > held && own < rank).map((own) => stages[own]);
    const visit = this.#write(
      requalified ? { ...move, reason: 'requalified' } : move,
      fact,
      direction,
      stages[held] ?? null,
      skipped,
    );
    const key = `${move.kind} ${move.subject_id}`;
    this.#leave(key, fact.occurred_at);
    this.#stay(key, visit);
    this.#held.set(key, rank);
    return visit;
  }

  #write(
    move: Move,
    fact: Fact,
    direction: Visit['direction'],
    from: Stage | null,
    skipped: readonly Stage[],
  ): Mutable<Visit> {
    const anchor = this.touches.findLast(({ occurred_at }) => occurred_at <= fact.occurred_at) ?? null;
    const loop = this.#loops.at(-1);
    const visit: Mutable<Visit> = {
      ...move,
      visit_no: this.visits.filter(({ stage }) => stage === move.stage).length + 1,
      cycle_no: 1 + this.#loops.length,
      journey_no: this.#journey_no,
      direction,
      from,
      skipped,
      entered_at: fact.occurred_at,
      left_at: null,
      fact,
      place: this.#place++,
      anchor,
      carried: anchor !== null && loop !== undefined && anchor.occurred_at < loop,
    };
    this.visits.push(visit);
    return visit;
  }

  #stay(key: string, visit: Mutable<Visit>): void {
    this.#current.set(key, [...(this.#current.get(key) ?? []), visit]);
  }

  #leave(key: string, at: number): void {
    for (const visit of this.#current.get(key) ?? []) visit.left_at = at;
    this.#current.delete(key);
  }

  #restart({ contact_id, occurred_at: at }: Fact, because: Restart['because']): void {
    for (const id of contact_id === undefined ? [...this.#contacts] : [contact_id]) {
      this.#leave(`contact ${id}`, at);
      this.#held.set(`contact ${id}`, 0);
      this.restarts.push({ contact_id: id, at, place: this.#place++, because });
    }
  }

  #endJourney({ contact_id: _named, ...won }: Fact): void {
    this.#restart(won, 'win');
    this.#journey_no += 1;
    this.#loops = [];
  }
}

/** Facts of one account in total order → its ledger. */
export const ledgerOf = (facts: readonly Fact[]): Ledger => {
  const { visits, restarts, touches } = new Account(facts);
  return { visits, restarts, touches };
};
