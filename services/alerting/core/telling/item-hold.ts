// What keeps one item back: the organisation (quiet hours, silences, paused teams), or what people did about its clock.
import type { ChannelRules, Directory } from './directory.ts';
import { holdOf, longerHold, type Hold } from './holds.ts';
import type { Item } from './item.ts';

export const itemHold = (
  { kind, facts, hold }: Pick<Item, 'kind' | 'facts' | 'hold'>,
  channel: ChannelRules,
  directory: Directory,
  now: number,
): Hold | undefined => longerHold(holdOf(facts[0], kind !== 'alert', channel, directory, now), hold, now);
