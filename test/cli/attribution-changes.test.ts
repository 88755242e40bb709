// `revloop attribution changes`: a number that moved names the events that moved it.
import { randomUUID } from 'node:crypto';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import { afterAll, expect, test } from 'vitest';
import { untilSettled } from '../attribution/sending.ts';
import { analyst, emit, eventually, type NativeEvent } from '../support/revloop.ts';
import { at, workedExample } from '../support/worked-example.ts';
import { revloop } from './revloop.ts';

const run = `changes-${randomUUID().slice(0, 8)}`;
const warehouse = analyst();
afterAll(() => warehouse.close());

interface Told {
  readonly account_id: string;
  readonly former_account_id: string | null;
  readonly channel: string;
  readonly amount_before: string;
  readonly amount_after: string;
  readonly moved_by: readonly { event_id: string }[];
}

const changes = async (...args: readonly string[]): Promise<readonly Told[]> => {
  const { code, stdout, stderr } = await revloop(
    'attribution',
    'changes',
    '--model',
    'linear',
    '--json',
    ...args,
  );
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Told);
};

/** What has been received is at or before the moment it resolves to, what is sent afterwards is later. */
const moment = async (): Promise<string> => {
  const [row] = await warehouse.query<{ now: string }>(`SELECT now64(3, 'UTC') AS now`);
  const now = row?.now ?? '';
  await eventually(
    'time goes on',
    () =>
      warehouse.query<{ later: number }>(
        `SELECT now64(3, 'UTC') > parseDateTime64BestEffort({now:String}, 3, 'UTC') AS later`,
        { now },
      ),
    ([one]) => one?.later === 1,
  );
  return now;
};

test('a touch that arrives late moves credit between channels, and is named; what cannot have moved it is not', async () => {
  const account = `${run}-late`;
  const example = workedExample(account);
  const late = example.find(({ event_id }) => event_id.endsWith('-t3'));
  const tooLate: NativeEvent = {
    type: 'content_viewed',
    event_id: `${account}-t7`,
    occurred_at: at(80),
    account_id: account,
    channel: 'email',
  };
  if (!late) throw new Error('the worked example has no t3');
  await emit(...example.filter((event) => event !== late));
  await untilSettled();
  const from = await moment();
  await emit(late, tooLate);
  await untilSettled();
  const told = await changes('--from', from, '--account', account);
  expect(Object.fromEntries(told.map((one) => [one.channel, [one.amount_before, one.amount_after]]))).toEqual(
    {
      paid_search: ['20000.00', '16666.67'],
      webinar: ['20000.00', '16666.67'],
      email: ['0.00', '16666.67'],
      linkedin: ['20000.00', '16666.67'],
      content: ['20000.00', '16666.66'],
      event: ['20000.00', '16666.66'],
    },
  );
  for (const { moved_by } of told) expect(moved_by.map(({ event_id }) => event_id)).toEqual([late.event_id]);
  expect(await changes('--from', from, '--account', account, '--channel', 'email')).toHaveLength(1);
  const inSql = await warehouse.query<{ channel: string; before: string; after: string; moved_by: string[] }>(
    `SELECT channel, toString(amount_before) AS before, toString(amount_after) AS after, moved_by
     FROM attribution_changes(lookback_days = 90, stage_credit = 'productive', after = {from:DateTime64(3)}, as_of = now64(3), accounts = [{account:String}])
     WHERE model = 'linear'`,
    { from: timeText(Date.parse(from)), account },
  );
  expect(
    inSql.map((row) => [row.channel, Number(row.before), Number(row.after), row.moved_by]).sort(),
  ).toEqual(
    told
      .map((one) => [one.channel, Number(one.amount_before), Number(one.amount_after), [late.event_id]])
      .sort(),
  );
  const text = await revloop(
    'attribution',
    'changes',
    '--from',
    from,
    '--account',
    account,
    '--model',
    'linear',
  );
  expect(text.stdout).toContain(`${late.event_id} of `);
  expect(text.stdout).toContain('+16,666.67 EUR');
  // Nothing was received since.
  const nothing = await revloop('attribution', 'changes', '--from', await moment(), '--account', account);
  expect(nothing).toMatchObject({ code: 0, stdout: '' });
  expect(nothing.stderr).toContain('no credit changed');
});

test('a merge and an identification move credit too: the deal is one, its account another, the events are named', async () => {
  const [bought, survivor] = [`${run}-bought`, `${run}-survivor`];
  const touch = (name: string, day: number, channel: string, who: object): NativeEvent => ({
    ...{ type: 'content_viewed', event_id: `${run}-${name}`, occurred_at: at(day), channel },
    ...who,
  });
  await emit(
    touch('a', 1, 'webinar', { account_id: survivor }),
    touch('b', 2, 'email', { account_id: bought }),
    touch('c', 3, 'direct', { anonymous_id: `${run}-visitor` }),
    {
      ...{
        type: 'opportunity_won',
        event_id: `${run}-won`,
        occurred_at: at(9),
        account_id: bought,
        opportunity_id: `${run}-deal`,
      },
      ...{ amount: '90.00', currency: 'EUR' },
    },
  );
  await untilSettled();
  const from = await moment();
  const merged: NativeEvent = {
    type: 'account_merged',
    event_id: `${run}-merge`,
    occurred_at: at(20),
    account_id: survivor,
    properties: { merged_id: bought },
  };
  const known: NativeEvent = {
    type: 'contact_identified',
    event_id: `${run}-known`,
    occurred_at: at(21),
    account_id: bought,
    contact_id: `${run}-ada`,
    anonymous_id: `${run}-visitor`,
  };
  await emit(merged, known);
  await untilSettled();
  const told = await changes('--from', from, '--account', survivor);
  expect(told.map((one) => [one.channel, one.amount_before, one.amount_after]).sort()).toEqual([
    ['direct', '0.00', '30.00'],
    ['email', '90.00', '30.00'],
    ['webinar', '0.00', '30.00'],
  ]);
  for (const one of told) {
    expect(one).toMatchObject({ account_id: survivor, former_account_id: bought });
    expect(one.moved_by.map(({ event_id }) => event_id).sort()).toEqual([known.event_id, merged.event_id]);
  }
});
