// What is to be told next of one clock on one channel, by what is true and what was told there before.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ClockTelling, There } from './clock-telling.ts';
import type { ChannelRules, Directory, Gathering } from './directory.ts';
import { freeBy } from './holds.ts';
import { byUrgency, levels, type Level } from './levels.ts';
import { destinationsOf, type Destination } from './routing.ts';

export type ItemKind = 'alert' | 'withdrawn' | 'resolved';

export interface Item {
  readonly kind: ItemKind;
  readonly clock: ClockTelling;
  readonly level: Level;
  /** The most urgent first: it names the message, the others are told by it as well. */
  readonly facts: readonly [SlaFact, ...SlaFact[]];
  /** 1: the first time; more: told again, as nobody answered. */
  readonly telling: number;
  /** Not before, UTC milliseconds; holds apart. */
  readonly ready_at: number;
  /** Not after. */
  readonly deadline: number;
  readonly group_id: string;
  readonly gathering: Gathering;
}

export interface TellingRules {
  readonly directory: Directory;
  /** What was true for longer when it was derived is history: recorded, not told. */
  readonly age_ms_max: number;
  readonly retry_ms_max: number;
  /** What was derived before on a channel is history there, UTC milliseconds. */
  readonly since: (channel_id: string, partition: number) => number;
}

/** Receivers that are renewed notice nothing of being told again; the log, read back after a restart, then knows of it. */
const renewed_ms = 86_400_000;

/** Whether two say the same. */
export const isSameItem = (a: Item, b: Item): boolean =>
  a.kind === b.kind &&
  a.telling === b.telling &&
  a.facts.length === b.facts.length &&
  a.facts.every((fact, at) => fact.fact_id === b.facts[at]?.fact_id);

export const isHistory = (
  { at, derived_at }: SlaFact,
  partition: number,
  channel_id: string,
  { age_ms_max, since }: TellingRules,
): boolean => derived_at - at > age_ms_max || derived_at < since(channel_id, partition);

/** By channel; none where there is nothing to tell. `now`: of what is told at different times, only what is ready goes together. */
export const itemsOf = (
  clock: ClockTelling,
  rules: TellingRules,
  now: number,
): ReadonlyMap<string, Item | undefined> => {
  const routed = new Map<Level, ReadonlyMap<string, Destination>>();
  for (const level of levels) {
    const fact = clock.said(level)?.fact;
    if (fact) routed.set(level, destinationsOf(fact, rules.directory));
  }
  const names = new Set([
    ...clock.there.keys(),
    ...[...routed.values()].flatMap((found) => [...found.keys()]),
  ]);
  const items = new Map<string, Item | undefined>();
  for (const channel_id of names) {
    const channel = rules.directory.channels.get(channel_id);
    if (channel) items.set(channel_id, new Choice(clock, channel, routed, rules).at(now));
  }
  return items;
};

interface Candidate {
  readonly fact: SlaFact;
  readonly ready_at: number;
  readonly destination: Destination;
  readonly telling: number;
}

class Choice {
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
    return this.#withdrawal() ?? this.#resolution() ?? this.#alert(now);
  }

  #stands(level: Level): boolean {
    return this.#there?.levels.get(level)?.stands ?? false;
  }

  #withdrawal(): Item | undefined {
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
    return this.#item('alert', main.fact.level as Level, facts, main.telling, ready_at, main.destination);
  }

  #candidates(): readonly Candidate[] {
    const first = levels.flatMap((level) => this.#firstTelling(level) ?? []);
    return first.length > 0 ? first : [this.#repetition()].filter((one) => one !== undefined);
  }

  #firstTelling(level: Level): Candidate | undefined {
    const fact = this.#clock.inForce(level);
    const { channel_id } = this.#channel;
    const destination = this.#routed.get(level)?.get(channel_id);
    if (!fact || !destination) return undefined;
    // Another fact than the one that stands is told, though no withdrawal was: it may have been sent in the moment before a process died.
    const isDone = (this.#there?.levels.get(level)?.place ?? 0) >= (this.#clock.said(level)?.place ?? 0);
    if (isDone || isHistory(fact, this.#clock.partition, channel_id, this.#rules)) return undefined;
    return { fact, destination, ready_at: fact.derived_at + destination.after_ms, telling: 1 };
  }

  /** Of the levels that stand only the most urgent is told again, and no warning. */
  #repetition(): Candidate | undefined {
    const level = levels.findLast((one) => this.#stands(one));
    const fact = level && this.#clock.inForce(level);
    const told = level && this.#there?.levels.get(level);
    const destination = level && this.#routed.get(level)?.get(this.#channel.channel_id);
    const repeat_ms = destination?.repeat_ms ?? (this.#channel.renews ? renewed_ms : undefined);
    if (!fact || !told || !destination || repeat_ms === undefined) return undefined;
    if (level === 'warning' && !this.#channel.renews) return undefined;
    return { fact, destination, ready_at: told.at + repeat_ms, telling: told.tellings + 1 };
  }

  #item(
    kind: ItemKind,
    level: Level,
    facts: Item['facts'],
    telling: number,
    ready_at: number,
    destination = this.#routed.get(level)?.get(this.#channel.channel_id),
  ): Item {
    const { directory, retry_ms_max } = this.#rules;
    const { group_id = '', gathering = this.#channel.gathering } = destination ?? {};
    const deadline = freeBy(facts[0], directory, ready_at) + retry_ms_max;
    return { kind, clock: this.#clock, level, facts, telling, ready_at, deadline, group_id, gathering };
  }
}
