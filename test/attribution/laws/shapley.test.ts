// Shapley: his value over all sets of channels is what the closed form gives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facts } from '../credits.ts';
import { attributeLedgers, ledgersOf } from '../reference/attribution.ts';
import { byShapley } from '../reference/channel-credit.ts';
import { channelOf, type Fact } from '../reference/fact.ts';
import { fraction, plus, same, total, zero, type Fraction } from '../reference/fraction.ts';
import { pathsOf } from '../reference/paths.ts';
import { conversionGame, shapleyValue } from '../reference/shapley-value.ts';
import { accounts, holds, stream } from './generated.ts';

const channel = fc.constantFrom('direct', 'email', 'webinar', '', 'event', 'social', 'partner', 'search');
const conversions = fc.array(fc.array(channel, { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 6,
});

const touchesOf = (channels: readonly string[]): Fact[] =>
  channels.map((own, index) => ({ event_id: `${index}`, channel: own })) as unknown as Fact[];

/** What the closed form gives a channel over all conversions. */
const closedForm = (paths: readonly (readonly string[])[], player: string): Fraction =>
  paths
    .flatMap((path) => [...byShapley(touchesOf(path))])
    .filter(([touch]) => touch && channelOf(touch) === player)
    .reduce((sum, [, weight]) => plus(sum, weight), zero);

describe('shapley', () => {
  test('dividing each conversion equally among its distinct channels is the value over all sets of up to eight channels', () => {
    holds(
      conversions,
      (paths) => {
        const players = [...new Set(paths.flat())];
        for (const player of players) {
          const value = shapleyValue(players, conversionGame(paths), player);
          expect(same(closedForm(paths, player), value)).toBe(true);
        }
        const values = players.map((player) => closedForm(paths, player));
        expect(same(total(values), fraction(paths.length))).toBe(true);
      },
      100,
    );
  });

  test('A>B and A convert: A is worth 1.5, B .5', () => {
    const game = conversionGame([['A', 'B'], ['A']]);
    expect(shapleyValue(['A', 'B'], game, 'A')).toEqual(fraction(3, 2));
    expect(shapleyValue(['A', 'B'], game, 'B')).toEqual(fraction(1, 2));
  });

  test('within a channel its touches share equally', () => {
    expect([...byShapley(touchesOf(['A', 'B', 'A', 'A'])).values()]).toEqual([
      fraction(1, 6),
      fraction(1, 2),
      fraction(1, 6),
      fraction(1, 6),
    ]);
  });

  test('in generated journeys credit by channel is the value of the game of all won opportunities', () => {
    holds(accounts, (plans) => {
      const ledgers = ledgersOf(facts(stream(plans)));
      const paths = pathsOf(ledgers.values(), 90)
        .filter(({ converts }) => converts)
        .map(({ steps }) => steps.map((step) => step.channel));
      const players = [...new Set(paths.flat())];
      const rows = attributeLedgers(ledgers, {
        lookback_days: 90,
        policy: 'productive',
        models: ['shapley'],
      });
      for (const player of players) {
        const { over, under } = shapleyValue(players, conversionGame(paths), player);
        const credited = rows
          .filter(({ touch }) => touch && channelOf(touch) === player)
          .reduce((sum, { weight }) => sum + weight, 0n);
        // Each weight is told to 10^-12.
        const apart = credited * under - over * 10n ** 12n;
        expect((apart < 0n ? -apart : apart) <= under * BigInt(rows.length)).toBe(true);
      }
    });
  });
});
