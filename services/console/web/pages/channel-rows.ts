// Two models' channels side by side, one line each. Pure.
import type { ChannelRow } from '../../core/rows.ts';

export interface ChannelPair {
  readonly channel: string;
  readonly one: ChannelRow;
  readonly other?: ChannelRow | undefined;
}

const unattributed = 'unattributed';

const nothing = (channel: string): ChannelRow => ({
  channel,
  conversions: 0,
  revenue: '0',
  share: 0,
  credited_touches: 0,
  total_revenue: '0',
});

/** Every channel of either model, in the first one's order; the unattributed part is last. `others` undefined: no comparison. */
export const pairChannels = (
  ones: readonly ChannelRow[],
  others: readonly ChannelRow[] | undefined,
): readonly ChannelPair[] => {
  const channels = [...new Set([...ones, ...(others ?? [])].map((row) => row.channel))];
  const ordered = [
    ...channels.filter((channel) => channel !== unattributed),
    ...channels.filter((channel) => channel === unattributed),
  ];
  const find = (rows: readonly ChannelRow[], channel: string): ChannelRow =>
    rows.find((row) => row.channel === channel) ?? nothing(channel);
  return ordered.map((channel) => ({
    channel,
    one: find(ones, channel),
    other: others && find(others, channel),
  }));
};
