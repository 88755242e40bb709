// The manual of Revloop, in order, as a test: one account, Acme, followed through every service. Read it from top to bottom; it runs.
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { analyst, emit, eventually, post, serviceUrl, settings } from '../support/revloop.ts';
import { at, workedExample } from '../support/worked-example.ts';

const acme = 'tour-acme';
const events = workedExample(acme);
const warehouse = analyst();
afterAll(() => warehouse.close());

const one = async (sql: string): Promise<Record<string, unknown>> =>
  (await warehouse.query<Record<string, unknown>>(sql))[0] ?? {};
const eventNamed = (name: string) => events.find(({ event_id }) => event_id === `${acme}-${name}`)!;

describe('1. ingest: emitters send events over HTTP', () => {
  test('an event is one flat JSON object; the answer comes when Kafka has it', async () => {
    const { status, body } = await post(JSON.stringify(eventNamed('t1')));
    expect(status).toBe(202);
    expect(body).toEqual({ accepted: 1, rejected: [] });
  });

  test('an array and NDJSON do the same for many', async () => {
    expect((await post(JSON.stringify([eventNamed('t2'), eventNamed('known')]))).body.accepted).toBe(2);
    const lines = [eventNamed('mql1'), eventNamed('rejected')]
      .map((event) => JSON.stringify(event))
      .join('\n');
    expect((await post(lines, { 'content-type': 'application/x-ndjson' })).body.accepted).toBe(2);
  });

  test('what is wrong with an event is said, with its place; the others are accepted', async () => {
    const { status, body } = await post(
      JSON.stringify([eventNamed('t3'), { ...eventNamed('t4'), occured_at: at(45) }]),
    );
    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 1,
      rejected: [
        {
          index: 1,
          event_id: `${acme}-t4`,
          code: 'unknown_field',
          message: 'occured_at is not a field of this event type; put it into properties',
        },
      ],
    });
  });

  test('nothing valid is 400, no key 401, too large 413, another media type 415', async () => {
    expect((await post('[]')).status).toBe(400);
    expect((await post('{"type":')).body.error?.code).toBe('invalid_json');
    expect((await post('{}', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post(`[${' '.repeat(5_000_000)}]`)).status).toBe(413);
    expect((await post('hello', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('the API describes itself', async () => {
    const openapi = (await (await fetch(`${serviceUrl('INGEST')}/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(openapi.paths)).toEqual(['/v1/events']);
    expect(JSON.stringify(openapi)).toContain('opportunity_won');
  });
});

describe('2. sink: Kafka to ClickHouse', () => {
  test('every event is visible once, however often and in whatever order it was sent', async () => {
    await emit(...[...events].reverse());
    await emit(...events);
    await eventually(
      'all events visible',
      () => one(`SELECT count() AS n FROM events WHERE startsWith(event_id, '${acme}-')`),
      ({ n }) => Number(n) === events.length,
    );
  });

  test('each row says where it came from', async () => {
    const row = await one(
      `SELECT _topic, _partition, _offset, source FROM events WHERE event_id = '${acme}-won'`,
    );
    expect(row).toMatchObject({ _topic: 'funnel.events', source: 'local' });
  });

  test('the same event with other content is a dead letter, with its bytes; the first stands', async () => {
    await emit({ ...eventNamed('won'), amount: '1.00' });
    const letter = await eventually(
      'the dead letter',
      () => one(`SELECT code, value FROM dead_letters WHERE event_id = '${acme}-won'`),
      ({ code }) => code !== undefined,
    );
    expect(letter['code']).toBe('conflicting_duplicate');
    expect(await one(`SELECT toString(amount) AS amount FROM events WHERE event_id = '${acme}-won'`)).toEqual(
      { amount: '100000' },
    );
  });
});

describe('3. the ledger: how Acme moved through the funnel', () => {
  test('every visit has its number; the rejection is a loop and begins cycle 2', async () => {
    const visits = await warehouse.query(
      `SELECT stage, visit_no, cycle_no, direction, reason, replaceOne(anchor_event_id, '${acme}-', '') AS anchor FROM stage_visits WHERE account_id = '${acme}' ORDER BY entered_at`,
    );
    expect(visits).toEqual([
      { stage: 'engaged', visit_no: '1', cycle_no: '1', direction: 'forward', reason: '', anchor: 't1' },
      { stage: 'mql', visit_no: '1', cycle_no: '1', direction: 'forward', reason: '', anchor: 't2' },
      {
        stage: 'engaged',
        visit_no: '2',
        cycle_no: '2',
        direction: 'back',
        reason: 'no_budget',
        anchor: 't2',
      },
      { stage: 'mql', visit_no: '2', cycle_no: '2', direction: 'forward', reason: '', anchor: 't4' },
      { stage: 'accepted', visit_no: '1', cycle_no: '2', direction: 'forward', reason: '', anchor: 't4' },
      { stage: 'opportunity', visit_no: '1', cycle_no: '2', direction: 'forward', reason: '', anchor: 't5' },
      { stage: 'won', visit_no: '1', cycle_no: '2', direction: 'forward', reason: '', anchor: 't6' },
    ]);
  });

  test('the touches before the visitor was identified are Acme’s', async () => {
    expect(
      await one(
        `SELECT entered_at, contact_id FROM stage_visits WHERE account_id = '${acme}' AND stage = 'engaged' AND visit_no = 1`,
      ),
    ).toEqual({
      entered_at: at(0),
      contact_id: `${acme}-ada`,
    });
  });
});

describe('4. attribution: who earned the 100,000.00', () => {
  const credits = (relation: string, model: string, policy: string) =>
    warehouse.query<{ touch: string; amount: string }>(
      `SELECT replaceOne(touch_event_id, '${acme}-', '') AS touch, toString(toDecimal64(amount, 2)) AS amount FROM ${relation}
       WHERE account_id = '${acme}' AND model = '${model}' AND stage_credit = '${policy}' AND lookback_days = 90 ORDER BY touched_at`,
    );

  test('full_path gives the handoff that worked its credit, not the one that was thrown back', async () => {
    const rows = await credits(
      `attribution(lookback_days = 90, stage_credit = 'productive', as_of = now64(3))`,
      'full_path',
      'productive',
    );
    expect(rows.map(({ touch, amount }) => `${touch} ${amount}`)).toEqual([
      't1 22500',
      't2 5000',
      't3 5000',
      't4 22500',
      't5 22500',
      't6 22500',
    ]);
  });

  test('rescue shares it with the touch that won Acme back', async () => {
    const rows = await credits(
      `attribution(lookback_days = 90, stage_credit = 'rescue', as_of = now64(3))`,
      'full_path',
      'rescue',
    );
    expect(rows.map(({ amount }) => amount)).toEqual(['22500', '10000', '11250', '11250', '22500', '22500']);
  });

  test('the service keeps the same numbers ready, and channels add up to the amount', async () => {
    const rows = await eventually(
      'credits',
      () => credits('attribution_credits', 'full_path', 'rescue'),
      (found) => found.length === 6,
    );
    expect(rows.map(({ amount }) => amount)).toEqual(['22500', '10000', '11250', '11250', '22500', '22500']);
    const sums = await warehouse.query(
      `SELECT toString(sum(amount)) AS amount, toString(sum(weight)) AS weight FROM attribution_credits
       WHERE account_id = '${acme}' GROUP BY model, stage_credit, lookback_days`,
    );
    expect(new Set(sums.map((sum) => JSON.stringify(sum)))).toEqual(
      new Set([JSON.stringify({ amount: '100000', weight: '1' })]),
    );
  });

  test('an earlier report can be had again: before anything was received, nobody had earned anything', async () => {
    expect(
      await warehouse.query(
        `SELECT * FROM attribution(lookback_days = 90, stage_credit = 'productive', as_of = '2020-01-01 00:00:00') WHERE account_id = '${acme}'`,
      ),
    ).toEqual([]);
  });
});

describe('5. alerting: the handoffs and their clocks', () => {
  test('both handoffs are known, when they were due and what became of them', async () => {
    const handoffs = await eventually(
      'the clocks',
      () =>
        warehouse.query<Record<string, unknown>>(
          `SELECT outcome, reason, owner_id, breached, policy_id, isNotNull(due_at) AS has_due FROM handoffs WHERE account_id = '${acme}' ORDER BY opened_at`,
        ),
      (rows) => rows.length === 2 && rows.every(({ has_due }) => has_due === 1),
    );
    // Two days for the first decision, one for the second: four business hours were allowed.
    expect(handoffs).toEqual([
      {
        outcome: 'rejected',
        reason: 'no_budget',
        owner_id: '',
        breached: true,
        policy_id: 'mql_decision',
        has_due: 1,
      },
      {
        outcome: 'accepted',
        reason: '',
        owner_id: 'sam',
        breached: true,
        policy_id: 'mql_decision',
        has_due: 1,
      },
    ]);
  });

  test('a decision that was in time but arrived late takes the breach back', async () => {
    const contact = { account_id: `${acme}-late`, contact_id: `${acme}-late-bo` };
    await emit({ event_id: `${acme}-late-mql`, type: 'mql_created', occurred_at: at(4), ...contact });
    const breaches = () =>
      warehouse.query<{ level: string }>(
        `SELECT level FROM sla_breaches WHERE account_id = '${acme}-late' AND policy_id = 'mql_decision'`,
      );
    await eventually('the breach', breaches, (rows) => rows.length > 0);
    await emit({
      event_id: `${acme}-late-accepted`,
      type: 'mql_accepted',
      occurred_at: new Date(Date.parse(at(4)) + 60_000).toISOString(),
      ...contact,
    });
    await eventually('no breach any more', breaches, (rows) => rows.length === 0);
  });
});

describe('6. console: the page everybody looks at', () => {
  test('answers with the same numbers, and shows its SQL', async () => {
    const page = await fetch(`${serviceUrl('CONSOLE')}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
  });
});

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
