// Chapter 7 of the tour.
import { createHash } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { settings } from '../support/revloop.ts';

/** Analysts: everything is SQL. */
export const analystsChapter = (warehouse: ClickHouse): void => {
  describe('7. analysts: everything is SQL', () => {
    test('every column of every relation has a meaning', async () => {
      expect(
        await warehouse.query(`SELECT relation, column_name FROM data_dictionary WHERE meaning = ''`),
      ).toEqual([]);
      const relations = await warehouse.query<{ relation: string }>(
        `SELECT DISTINCT relation FROM data_dictionary ORDER BY relation`,
      );
      expect(relations.map(({ relation }) => relation)).toEqual([
        'attribution',
        'attribution_by_channel',
        'attribution_credits',
        'data_dictionary',
        'dead_letters',
        'events',
        'funnel',
        'handoffs',
        'loops',
        'sla_breaches',
        'sla_facts',
        'stage_visits',
      ]);
    });

    test('write keys are kept as hashes only', () => {
      const key = settings()['REVLOOP_WRITE_KEY'] ?? '';
      expect(settings()['REVLOOP_WRITE_KEYS']).toContain(createHash('sha256').update(key).digest('hex'));
      expect(settings()['REVLOOP_WRITE_KEYS']).not.toContain(key);
    });
  });
};
