// What has been said of one clock, and what of it people have been told on each channel. In the order of the log, duplicates and all.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { Acts, isActKind } from './acts.ts';
import { countOf, placeOf, type About } from './fact-id.ts';
import { isLevel, levels, type Level } from './levels.ts';

/** What was told last of one level on one channel. */
export interface ToldThere {
  /** Place of the fact among those said of the level. */
  readonly place: number;
  /** Whether people hold it for true: an alert that was neither withdrawn nor given up. */
  readonly stands: boolean;
  /** How often, the first time included. */
  readonly tellings: number;
  /** UTC milliseconds. */
  readonly at: number;
  /** Who owed the answer by what was told. */
  readonly owner_id: string | null;
}

export interface There {
  readonly levels: Map<Level, ToldThere>;
  /** Whether the end of the clock was told since the last alert, or given up. */
  isEndTold: boolean;
  /** Acknowledgements told, or given up, by their ids: when each was made, UTC milliseconds; 0 where another had taken its place by then. */
  readonly acknowledged: Map<string, number>;
  /** When anything was told last, UTC milliseconds. */
  told_at: number;
}

interface Said {
  readonly place: number;
  readonly fact: SlaFact;
  /** How long the level had been true at the least when a fact said so, milliseconds. */
  readonly lag_ms: number;
  /** Place of the first of those that were due at the same time, one after the other. */
  readonly due_place: number;
}

export class ClockTelling {
  readonly key: string;
  readonly partition: number;
  /** Key in the topic, by which what is told of it lies beside it. */
  readonly record_key: Uint8Array | null;
  readonly there = new Map<string, There>();
  readonly acts = new Acts();
  /** When it was last touched, UTC milliseconds. */
  touched_at = 0;
  readonly #said = new Map<Level, Said>();
  #end: SlaFact | undefined;
  #withdrawn_ms = -1;

  constructor(key: string, partition: number, record_key: Uint8Array | null) {
    this.key = key;
    this.partition = partition;
    this.record_key = record_key;
  }

  /** What ended it for whoever is told: the answer, or that it expired, or that somebody called it resolved; none while it runs. */
  get end(): SlaFact | undefined {
    return this.acts.resolved ?? this.#end;
  }

  /** The newest fact of a level, `warned`, `breached` or `withdrawn`, and its place. */
  said(level: Level): Said | undefined {
    return this.#said.get(level);
  }

  /** The fact of a level that is true now: not withdrawn, and still unanswered. */
  inForce(level: Level): SlaFact | undefined {
    const fact = this.#said.get(level)?.fact;
    return this.end || !fact || fact.fact === 'withdrawn' ? undefined : this.acts.owned(fact);
  }

  /** Takes in a fact that is none about telling. True where it was news. */
  take(fact: SlaFact): boolean {
    if (isActKind(fact.fact)) return this.acts.add(fact);
    if (fact.fact === 'met' || fact.fact === 'ended') {
      if (fact.derived_at <= Math.max(this.#end?.derived_at ?? -1, this.#withdrawn_ms)) return false;
      this.#end = fact;
      return true;
    }
    if (!isLevel(fact.level)) {
      if (fact.fact !== 'withdrawn' || fact.derived_at <= this.#withdrawn_ms) return false;
      this.#withdrawn_ms = fact.derived_at;
      if ((this.#end?.derived_at ?? Infinity) <= fact.derived_at) this.#end = undefined;
      return true;
    }
    if (fact.fact !== 'warned' && fact.fact !== 'breached' && fact.fact !== 'withdrawn') return false;
    return this.#say(fact.level, placeOf(fact.fact, countOf(fact)), fact);
  }

  /** Takes in a `told` or `undeliverable` fact. */
  noteTold(told: SlaFact, about: About): void {
    const there = this.#thereOn(about.channel_id);
    const isTold = told.fact === 'told';
    there.told_at = Math.max(there.told_at, told.at);
    if (about.fact === 'met' || about.fact === 'ended' || about.fact === 'resolved') {
      there.isEndTold = true;
      return;
    }
    if (about.fact === 'acknowledged') {
      const { acknowledged } = this.acts;
      there.acknowledged.set(about.fact_id, acknowledged?.fact_id === about.fact_id ? acknowledged.at : 0);
      return;
    }
    if (!isLevel(told.level)) return;
    const place = placeOf(about.fact, about.count);
    const former = there.levels.get(told.level);
    if ((former?.place ?? 0) > place) return;
    const isAlert = about.fact !== 'withdrawn';
    // What could not be told again has been told all the same.
    const stood = former?.place === place && former.stands;
    there.levels.set(told.level, {
      place,
      stands: isAlert && (isTold || stood),
      tellings: Math.max(about.telling, former?.place === place ? former.tellings : 0),
      at: told.at,
      owner_id: told.owner_id,
    });
    if (isAlert && isTold) there.isEndTold = false;
    // Read back from the middle of the log: what was told is known by its being told.
    if (isAlert) this.#say(told.level, place, factOf(told, about));
  }

  /** Nothing can follow from it any more, whatever was told of it. What people did before it is overdue counts when it is. */
  get isOver(): boolean {
    const isIdle = levels.every((level) => this.inForce(level) === undefined);
    return isIdle && (this.end !== undefined || !this.acts.areThere);
  }

  #say(level: Level, place: number, fact: SlaFact): boolean {
    const former = this.#said.get(level);
    if (place <= (former?.place ?? 0)) return false;
    const lag_ms = fact.fact === 'withdrawn' ? Infinity : fact.derived_at - fact.at;
    this.#said.set(level, {
      place,
      fact,
      lag_ms: Math.min(lag_ms, former?.lag_ms ?? Infinity),
      // A withdrawal states the due time of what it withdraws.
      due_place: former?.fact.due_at === fact.due_at ? former.due_place : place,
    });
    return true;
  }

  #thereOn(channel_id: string): There {
    let there = this.there.get(channel_id);
    if (!there) this.there.set(channel_id, (there = newThere()));
    return there;
  }
}

const newThere = (): There => ({
  levels: new Map(),
  isEndTold: false,
  acknowledged: new Map(),
  told_at: 0,
});

/** The fact a `told` fact was made of; when it was derived is not known, so: when it was due. */
const factOf = (told: SlaFact, { fact, fact_id }: About): SlaFact => ({
  ...told,
  fact,
  fact_id,
  at: told.due_at,
  derived_at: told.due_at,
  channel: null,
  message_id: null,
});
