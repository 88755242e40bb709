// What readers may see of the database as it really is: the analyst surface, all of it and nothing else; and that no query of theirs takes the server.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analystRelations } from '../support/analyst-relations.ts';
import { isLong } from '../support/long-form.ts';
import { services, settings } from '../support/revloop.ts';

/** Views with parameters are asked with some. */
const asked: Readonly<Record<string, string>> = {
  attribution: "attribution(lookback_days = 90, stage_credit = 'productive', as_of = now64(3))",
  attribution_arrivals: 'attribution_arrivals(after = now64(3), as_of = now64(3))',
  attribution_changes:
    "attribution_changes(lookback_days = 90, stage_credit = 'productive', after = now64(3), as_of = now64(3), accounts = [])",
  attribution_explained:
    "attribution_explained(account_id = 'a', opportunity_id = 'o', lookback_days = 90, as_of = now64(3))",
  attribution_positions:
    "attribution_positions(account_id = 'a', opportunity_id = 'o', lookback_days = 90, as_of = now64(3))",
  milestone_models: 'milestone_models(as_of = now64(3))',
  opportunity_accounts: "opportunity_accounts(opportunity_id = 'o', as_of = now64(3))",
  attribution_credits_in: "attribution_credits_in(reporting_currency = 'EUR')",
  attribution_in:
    "attribution_in(reporting_currency = 'EUR', lookback_days = 90, stage_credit = 'productive', as_of = now64(3))",
  attribution_rows:
    "attribution_rows(lookbacks = [90], policies = ['productive'], as_of = now64(3), accounts = [])",
};

const reader = (user: 'analyst' | 'console'): ClickHouse =>
  connectClickHouse({
    url: settings()['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user,
    password: settings()[`REVLOOP_${user.toUpperCase()}_PASSWORD`] ?? '',
    application: 'test',
    request_ms_max: 60_000,
  });
const readers = { analyst: reader('analyst'), console: reader('console') };
const owner = services();
let relations: readonly string[];

beforeAll(async () => {
  const rows = await owner.query<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'revloop' AND NOT startsWith(name, '.') ORDER BY name",
  );
  relations = rows.map(({ name }) => name);
});
afterAll(() => Promise.all([owner.close(), readers.analyst.close(), readers.console.close()]));

/** `allowed`, or the code ClickHouse refuses with. */
const outcomeOf = (clickhouse: ClickHouse, sql: string): Promise<string> =>
  clickhouse.query(sql).then(
    () => 'allowed',
    (error: unknown) => (error instanceof SurroundingsError ? error.code : String(error)),
  );
const denied = 'clickhouse_497';

describe.each(['analyst', 'console'] as const)('%s', (user) => {
  // Both have the one role of readers and nothing beside it (users.test.ts): asking for all takes long.
  const once = test.runIf(user === 'analyst' || isLong);
  once('reads every relation of the surface and no other of the database', async () => {
    const readable: string[] = [];
    for (const name of relations) {
      const outcome = await outcomeOf(readers[user], `SELECT * FROM ${asked[name] ?? name} LIMIT 0`);
      if (outcome === 'allowed') readable.push(name);
      else expect(outcome, name).toBe(denied);
    }
    expect(readable).toEqual(analystRelations);
  });

  test.each([
    'SELECT * FROM system.query_log',
    'SELECT * FROM system.part_log',
    'SELECT * FROM system.users',
    "SELECT create_table_query FROM system.tables WHERE name = 'stored_events' AND throwIf(create_table_query != '') = 1",
    'SHOW CREATE TABLE stored_events',
    'SELECT * FROM view(SELECT * FROM stored_events)',
    "SELECT * FROM merge('revloop', '^stored_')",
    "SELECT * FROM cluster('default', revloop.stored_events)",
  ])('finds no way around: %s', async (sql) => {
    expect(await readers[user].query(sql).catch(() => [])).toEqual([]);
  });

  test.each([
    ['INSERT', "INSERT INTO account_attribution (account_id) VALUES ('x')"],
    ['INSERT through a view', "INSERT INTO events (event_id) VALUES ('x')"],
    ['ALTER', 'ALTER TABLE stored_events DELETE WHERE 1'],
    ['CREATE', 'CREATE VIEW mine AS SELECT 1'],
    ['CREATE OR REPLACE', 'CREATE OR REPLACE VIEW events AS SELECT 1'],
    ['DROP', 'DROP TABLE stored_events'],
    ['KILL', "KILL QUERY WHERE user = 'revloop'"],
    ['GRANT', `GRANT SELECT ON revloop.* TO ${user}`],
    ['SYSTEM', 'SYSTEM STOP MERGES stored_events'],
  ])('writes nothing: %s', async (_what, sql) => {
    await expect(readers[user].run(sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^clickhouse_(497|164|48|514)$/) as string,
    });
  });
});

test('every column of a relation with parameters is in the data dictionary, with its type and a meaning', async () => {
  // Of the others the dictionary is what ClickHouse knows of them.
  for (const [name, call] of Object.entries(asked)) {
    const described = await readers.analyst.query<{ name: string; type: string }>(
      `DESCRIBE (SELECT * FROM ${call})`,
    );
    const columns = await readers.analyst.query<{ name: string; type: string; meaning: string }>(
      'SELECT column_name AS name, type, meaning FROM data_dictionary WHERE relation = {name:String} ORDER BY position',
      { name },
    );
    expect(
      columns.map((column) => [column.name, column.type]),
      name,
    ).toEqual(described.map((column) => [column.name, column.type]));
    expect(
      columns.filter(({ meaning }) => meaning === ''),
      name,
    ).toEqual([]);
  }
});

describe('a query of an analyst that is too much', () => {
  test('is stopped when it needs more memory than allowed, and the server goes on', async () => {
    const hog =
      "SELECT length(groupArray(concat(toString(number), repeat('x', 200)))) FROM numbers(100000000)";
    await expect(readers.analyst.query(hog)).rejects.toMatchObject({ code: 'clickhouse_241' });
    expect(await owner.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is stopped when it reads for too long', async () => {
    const endless =
      'SELECT count() FROM numbers(10000000000000) WHERE NOT ignore(sipHash64(number)) SETTINGS max_execution_time = 2';
    await expect(readers.analyst.query(endless)).rejects.toMatchObject({ code: 'clickhouse_159' });
  });

  test('is stopped when its answer is too long', async () => {
    await expect(
      readers.analyst.query('SELECT number FROM numbers(20000000) SETTINGS max_result_rows = 1000'),
    ).rejects.toMatchObject({ code: 'clickhouse_396' });
  });
});
