import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMoney } from './money.ts';
import { revenueAtRisk } from './revenue.ts';
import type { StageEvent } from './stage-event.ts';
import { event, hourly } from './testing.ts';

const expected = { amount: '12000', currency: 'EUR' };
const deal = (
  type: 'created' | 'won' | 'lost',
  hour: number,
  opportunity_id: string,
  amount: string | null = null,
  currency: string | null = amount === null ? null : 'EUR',
): StageEvent =>
  event(`opportunity_${type}`, hour, `${opportunity_id}-${type}-${hour}`, {
    opportunity_id,
    amount,
    currency,
  });
const at = (hour: number, ...events: readonly StageEvent[]): string =>
  revenueAtRisk(events, hourly(hour), expected)
    .map(({ amount, currency }) => `${amount} ${currency}`)
    .join(', ');

describe('what is at risk is', () => {
  test('the sum of what is open, by currency', () => {
    const events = [
      deal('created', 1, 'a', '1000.10'),
      deal('created', 2, 'b', '0.2'),
      deal('created', 3, 'c', '500', 'USD'),
    ];
    expect(at(3, ...events)).toBe('1000.30 EUR, 500.00 USD');
    expect(at(2, ...events)).toBe('1000.30 EUR');
  });

  test('what the policy expects while nothing is open, or nothing open states an amount', () => {
    expect(at(5)).toBe('12000 EUR');
    expect(at(5, deal('created', 6, 'a', '100'))).toBe('12000 EUR');
    expect(at(5, deal('created', 1, 'a'))).toBe('12000 EUR');
    expect(revenueAtRisk([], hourly(5), undefined)).toEqual([]);
  });

  test('not what was won or lost by then, but what was opened again', () => {
    const events = [deal('created', 1, 'a', '100'), deal('lost', 2, 'a'), deal('created', 4, 'a')];
    expect(at(1, ...events)).toBe('100.00 EUR');
    expect(at(2, ...events)).toBe('12000 EUR');
    expect(at(4, ...events)).toBe('100.00 EUR');
    expect(at(4, deal('created', 1, 'b', '5'), deal('won', 3, 'b', '7'))).toBe('12000 EUR');
  });

  test('the newest amount that was stated, in the currency it was stated in', () => {
    const events = [
      deal('created', 1, 'a', '100'),
      deal('created', 2, 'a', '250', 'USD'),
      deal('created', 3, 'a'),
    ];
    expect([1, 2, 3].map((hour) => at(hour, ...events))).toEqual(['100.00 EUR', '250.00 USD', '250.00 USD']);
  });

  test('the same for any order of events', () => {
    const one = fc.record({
      type: fc.constantFrom('created' as const, 'created' as const, 'won' as const, 'lost' as const),
      hour: fc.integer({ min: 0, max: 5 }),
      id: fc.constantFrom('a', 'b'),
      amount: fc.constantFrom('1', '2.5', null),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (list, picks) => {
        const events = list.map(({ type, hour, id, amount }, index) => ({
          ...deal(type, hour, id, amount),
          event_id: `e${index}`,
        }));
        const shuffled = events
          .map((event) => ({ event, pick: picks.next().value as number }))
          .sort((a, b) => a.pick - b.pick)
          .map(({ event }) => event);
        expect(at(3, ...shuffled)).toBe(at(3, ...events));
      }),
    );
  });
});

test('money is an amount above nothing and a currency that exists', () => {
  expect(readMoney('12000 EUR')).toEqual(expected);
  for (const text of ['12000', 'EUR 12000', '12000 XYZ', '0 EUR', '-1 EUR', '1.23456 EUR', '1e3 EUR'])
    expect(readMoney(text), text).toBeUndefined();
});
