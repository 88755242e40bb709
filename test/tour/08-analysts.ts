// Chapter 8 of the tour.
import { createHash } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { describe, expect, test } from 'vitest';
import { analystRelations } from '../support/analyst-relations.ts';
import { settings } from '../support/revloop.ts';

/** Analysts: everything is SQL. */
export const analystsChapter = (warehouse: ClickHouse): void => {
  describe('8. analysts: everything is SQL', () => {
    test('every column of every relation has a meaning', async () => {
      expect(
        await warehouse.query(`SELECT relation, column_name FROM data_dictionary WHERE meaning = ''`),
      ).toEqual([]);
      const relations = await warehouse.query<{ relation: string }>(
        `SELECT DISTINCT relation FROM data_dictionary ORDER BY relation`,
      );
      expect(relations.map(({ relation }) => relation)).toEqual(analystRelations);
    });

    test('EXPLAIN of the widest view answers', async () => {
      const plan = await warehouse.query(
        `EXPLAIN SELECT * FROM attribution(lookback_days = 90, stage_credit = 'rescue', as_of = now64(3)) WHERE account_id = 'tour-acme'`,
      );
      expect(plan.length).toBeGreaterThan(0);
    });

    test('write keys are kept as hashes only', () => {
      const key = settings()['REVLOOP_WRITE_KEY'] ?? '';
      expect(settings()['REVLOOP_WRITE_KEYS']).toContain(createHash('sha256').update(key).digest('hex'));
      expect(settings()['REVLOOP_WRITE_KEYS']).not.toContain(key);
    });
  });
};
