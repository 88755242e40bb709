import { expect, test } from 'vitest';
import { pairChannels } from './channel-rows.ts';

const row = (channel: string, revenue: string) => ({
  channel,
  revenue,
  conversions: 1,
  share: 0.5,
  credited_touches: 1,
  total_revenue: revenue,
});

test('channels of either model appear once, the unattributed part last', () => {
  const pairs = pairChannels(
    [row('email', '10'), row('unattributed', '5')],
    [row('event', '7'), row('email', '8')],
  );
  expect(pairs.map((pair) => [pair.channel, pair.one.revenue, pair.other?.revenue])).toEqual([
    ['email', '10', '8'],
    ['event', '0', '7'],
    ['unattributed', '5', '0'],
  ]);
});

test('without a comparison there is no other side', () => {
  expect(pairChannels([row('email', '10')], undefined)).toMatchObject([
    { channel: 'email', other: undefined },
  ]);
});
