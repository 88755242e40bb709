// Generated journeys without a loop and with one candidate per milestone.
import fc from 'fast-check';
import type { NativeEvent } from '../../support/revloop.ts';

const stages = ['mql_created', 'mql_accepted', 'opportunity_created'];
const channels = ['direct', 'email', 'webinar', undefined];

/** One account's way to a deal of 100.00, straight on, perhaps past some stages. */
export const straight: fc.Arbitrary<NativeEvent[]> = fc
  .record({
    order: fc.uniqueArray(fc.constantFrom(...stages), { maxLength: 3 }),
    before: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    days: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 20, maxLength: 20 }),
    channel: fc.array(fc.constantFrom(...channels), { minLength: 20, maxLength: 20 }),
  })
  .map(({ order, before, days, channel }) => {
    const ranked = stages.filter((type) => order.includes(type));
    const types = [...ranked, 'opportunity_won'].flatMap((type, index) => [
      ...Array.from({ length: before[index] ?? 0 }, () => 'content_viewed'),
      type,
    ]);
    let day = 0;
    return types.map((type, index) => ({
      type,
      event_id: `e${String(index).padStart(2, '0')}`,
      occurred_at: new Date(Date.UTC(2024, 0, 1 + (day += days[index] ?? 0))).toISOString(),
      account_id: 'a',
      ...(type.startsWith('mql') && { contact_id: 'c' }),
      ...(type.startsWith('opp') && { opportunity_id: 'd', amount: '100.00', currency: 'EUR' }),
      ...(type === 'content_viewed' && channel[index] && { channel: channel[index] }),
    }));
  });
