// What of one clock is to be told next on one channel: the end of what was told there first, then who has taken it on, then what is overdue.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ClockTelling, There } from './clock-telling.ts';
import type { ChannelRules } from './directory.ts';
import { freeBy } from './holds.ts';
import { isHistory } from './history.ts';
import type { Item, ItemKind, TellingRules } from './item.ts';
import { byUrgency, escalationStep, levels, type Level } from './levels.ts';
import type { Destination } from './routing.ts';
import { escalatedFrom, toldAgain } from './told-again.ts';

interface Candidate {
  readonly fact: SlaFact;
  readonly ready_at: number;
  readonly destination: Destination;
  readonly telling: number;
  readonly because?: SlaFact | undefined;
}

export class ItemChoice {
  readonly #clock: ClockTelling;
  readonly #channel: ChannelRules;
  readonly #routed: ReadonlyMap<Level, ReadonlyMap<string, Destination>>;
  readonly #rules: TellingRules;
  readonly #there: There | undefined;

  constructor(
    clock: ClockTelling,
    channel: ChannelRules,
    routed: ReadonlyMap<Level, ReadonlyMap<string, Destination>>,
    rules: TellingRules,
  ) {
    this.#clock = clock;
    this.#channel = channel;
    this.#routed = routed;
    this.#rules = rules;
    this.#there = clock.there.get(channel.channel_id);
  }

  at(now: number): Item | undefined {
    return this.#withdrawal() ?? this.#resolution() ?? this.#acknowledgement() ?? this.#alert(now);
  }

  #stands(level: Level): boolean {
    return this.#there?.levels.get(level)?.stands ?? false;
  }

  /** What somebody has called resolved is told no further. */
  #withdrawal(): Item | undefined {
    if (this.#clock.acts.resolved) return undefined;
    const facts = levels.flatMap((level) => {
      const fact = this.#clock.said(level)?.fact;
      return fact?.fact === 'withdrawn' && this.#stands(level) ? fact : [];
    });
    const [first, ...others] = facts.sort(byUrgency);
    return first && this.#item('withdrawn', first.level as Level, [first, ...others], 1, first.derived_at);
  }

  /** A withdrawal that the same event caused has said it already. */
  #resolution(): Item | undefined {
    const { end } = this.#clock;
    const level = levels.findLast((one) => this.#stands(one));
    if (!end || !level || this.#there?.isEndTold) return undefined;
    const isSaid = levels.some((one) => {
      const fact = this.#clock.said(one)?.fact;
      return (
        fact?.fact === 'withdrawn' &&
        fact.cause_event_id === end.cause_event_id &&
        this.#there?.levels.get(one)?.place === this.#clock.said(one)?.place
      );
    });
    return isSaid ? undefined : this.#item('resolved', level, [end], 1, end.derived_at);
  }

  /** Once for each owner: a second who acknowledges tells nobody anything new. Receivers that are renewed have no use for it. */
  #acknowledgement(): Item | undefined {
    const { acknowledged, reassigned } = this.#clock.acts;
    const level = levels.findLast((one) => this.#stands(one) && this.#clock.inForce(one));
    if (!acknowledged || !level || this.#channel.renews) return undefined;
    const told = this.#there?.acknowledged ?? new Map<string, number>();
    const since_ms = reassigned?.at ?? -Infinity;
    if (told.has(acknowledged.fact_id) || [...told.values()].some((at) => at > since_ms)) return undefined;
    return this.#item('acknowledged', level, [acknowledged], 1, acknowledged.derived_at);
  }

  #alert(now: number): Item | undefined {
    const candidates = this.#candidates();
    if (candidates.length === 0) return undefined;
    const first_ms = Math.max(now, Math.min(...candidates.map(({ ready_at }) => ready_at)));
    const ready = candidates
      .filter(({ ready_at }) => ready_at <= first_ms)
      .sort((a, b) => byUrgency(a.fact, b.fact));
    const [main, ...others] = ready;
    if (!main) return undefined;
    const facts = [main.fact, ...others.map(({ fact }) => fact)] as const;
    const ready_at = Math.min(...ready.map((one) => one.ready_at));
    const { telling, destination, because } = main;
    return this.#item('alert', main.fact.level as Level, facts, telling, ready_at, destination, because);
  }

  #candidates(): readonly Candidate[] {
    const first = levels.flatMap((level) => this.#firstTelling(level) ?? []);
    return first.length > 0 ? first : [this.#repetition()].filter((one) => one !== undefined);
  }

  #firstTelling(level: Level): Candidate | undefined {
    const { acts, partition } = this.#clock;
    const fact = this.#clock.inForce(level);
    const said = this.#clock.said(level);
    const { channel_id } = this.#channel;
    const destination = this.#routed.get(level)?.get(channel_id);
    if (!fact || !said || !destination) return undefined;
    // Another fact than the one that stands is told, though no withdrawal was: it may have been sent in the moment before a process died.
    const told = this.#there?.levels.get(level);
    if ((told?.place ?? 0) >= said.place) return undefined;
    // Taken back and said again with the same due time and owner before anybody heard of it: nothing new.
    const isOfOwner = told?.stands && told.owner_id === fact.owner_id;
    if (isOfOwner && told.place >= said.due_place) return undefined;
    if (isHistory(fact, said.lag_ms, partition, channel_id, this.#rules)) return undefined;
    // Somebody is on it: it goes no further.
    if (acts.acknowledged && escalationStep(level) > 0) return undefined;
    const ready_at = escalatedFrom(fact, acts.reassigned) + destination.after_ms;
    // Of somebody else it was told before: heard of late, a reassignment makes it another fact.
    const because = told?.stands && !isOfOwner ? acts.reassigned : undefined;
    return { fact, destination, ready_at, telling: 1, because };
  }

  /** Of the levels that stand only the most urgent is told again. */
  #repetition(): Candidate | undefined {
    const level = levels.findLast((one) => this.#stands(one));
    const fact = level && this.#clock.inForce(level);
    const told = level && this.#there?.levels.get(level);
    const destination = level && this.#routed.get(level)?.get(this.#channel.channel_id);
    if (!fact || !told || !destination) return undefined;
    const again = toldAgain(this.#clock.acts, fact, told, destination, this.#channel);
    return again && { fact, destination, telling: told.tellings + 1, ...again };
  }

  #item(
    kind: ItemKind,
    level: Level,
    facts: Item['facts'],
    telling: number,
    ready_at: number,
    destination = this.#routed.get(level)?.get(this.#channel.channel_id),
    because?: SlaFact,
  ): Item {
    const { directory, retry_ms_max } = this.#rules;
    const { group_id = '', gathering = this.#channel.gathering } = destination ?? {};
    const hold = kind === 'alert' ? this.#clock.acts.hold : undefined;
    const free_at = freeBy(facts[0], directory, Math.max(ready_at, hold?.until ?? 0));
    const deadline = free_at + retry_ms_max;
    const how = { telling, because, hold, ready_at, deadline, group_id, gathering };
    return { kind, clock: this.#clock, level, facts, ...how };
  }
}
