// Chapter 2 of the tour.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { emit, eventually } from '../support/revloop.ts';
import { acme, eventNamed, events, one } from './acme.ts';

/** Sink: Kafka to ClickHouse. */
export const sinkChapter = (warehouse: ClickHouse): void => {
  describe('2. sink: Kafka to ClickHouse', () => {
    test('every event is visible once, however often and in whatever order it was sent', async () => {
      await emit(...[...events].reverse());
      await emit(...events);
      await eventually(
        'all events visible',
        () => one(warehouse, `SELECT count() AS n FROM events WHERE startsWith(event_id, '${acme}-')`),
        ({ n }) => Number(n) === events.length,
      );
    });

    test('each row says where it came from', async () => {
      const row = await one(
        warehouse,
        `SELECT _topic, _partition, _offset, source FROM events WHERE event_id = '${acme}-won'`,
      );
      expect(row).toMatchObject({ _topic: 'funnel.events', source: 'local' });
    });

    test('the same event with other content is a dead letter, with its bytes; the first stands', async () => {
      await emit({ ...eventNamed('won'), amount: '1.00' });
      const letter = await eventually(
        'the dead letter',
        () => one(warehouse, `SELECT code, value FROM dead_letters WHERE event_id = '${acme}-won'`),
        ({ code }) => code !== undefined,
      );
      expect(letter['code']).toBe('conflicting_duplicate');
      expect(
        await one(warehouse, `SELECT toString(amount) AS amount FROM events WHERE event_id = '${acme}-won'`),
      ).toEqual({ amount: '100000' });
    });
  });
};
