// What is to be told next of one clock on one channel, by what is true and what was told there before.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ClockTelling } from './clock-telling.ts';
import type { Directory, Gathering } from './directory.ts';
import type { Hold } from './holds.ts';
import { ItemChoice } from './item-choice.ts';
import { levels, type Level } from './levels.ts';
import { destinationsOf, type Destination } from './routing.ts';

export type ItemKind = 'alert' | 'withdrawn' | 'resolved' | 'acknowledged';

export interface Item {
  readonly kind: ItemKind;
  readonly clock: ClockTelling;
  readonly level: Level;
  /** The most urgent first: it names the message, the others are told by it as well. */
  readonly facts: readonly [SlaFact, ...SlaFact[]];
  /** 1: the first time; more: told again, as nobody answered, or somebody else owes the answer now. */
  readonly telling: number;
  /** Why it is told again, where somebody's act is the reason: a reassignment, or a snooze that is over. */
  readonly because: SlaFact | undefined;
  /** What people did that keeps it back. */
  readonly hold: Hold | undefined;
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

/** Whether two say the same. */
export const isSameItem = (a: Item, b: Item): boolean =>
  a.kind === b.kind &&
  a.telling === b.telling &&
  a.facts.length === b.facts.length &&
  a.hold?.until === b.hold?.until &&
  a.facts.every(
    ({ fact_id, owner_id }, at) => fact_id === b.facts[at]?.fact_id && owner_id === b.facts[at].owner_id,
  );

/** By channel; none where there is nothing to tell. `now`: of what is told at different times, only what is ready goes together. */
export const itemsOf = (
  clock: ClockTelling,
  rules: TellingRules,
  now: number,
): ReadonlyMap<string, Item | undefined> => {
  const routed = new Map<Level, ReadonlyMap<string, Destination>>();
  for (const level of levels) {
    const fact = clock.said(level)?.fact;
    if (fact) routed.set(level, destinationsOf(clock.acts.owned(fact), rules.directory));
  }
  const names = new Set([
    ...clock.there.keys(),
    ...[...routed.values()].flatMap((found) => [...found.keys()]),
  ]);
  const items = new Map<string, Item | undefined>();
  for (const channel_id of names) {
    const channel = rules.directory.channels.get(channel_id);
    if (channel) items.set(channel_id, new ItemChoice(clock, channel, routed, rules).at(now));
  }
  return items;
};
