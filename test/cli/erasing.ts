// A person to be erased: Ada of an account with a deal, whom the worked example tells of, and Bob beside her, who stays.
import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { expect } from 'vitest';
import type { Ran } from '../../services/cli/testing/run-revloop.ts';
import { emit, eventually, type NativeEvent } from '../support/revloop.ts';
import { at, workedExample } from '../support/worked-example.ts';
import { revloop, untilAllIsIn } from './revloop.ts';
import { columnsWith, credits, type Credits } from './what-is-kept.ts';

export const newAccount = (): string => `erase-${randomUUID().slice(0, 13)}`;
export const ada = (account: string): string => `${account}-ada`;
export const visitor = (account: string): string => `${account}-visitor`;

/** Bob of the same account: he met the paper, opened the deal, and somebody told who referred him. And what Sam said of Ada. */
const bobs = (account: string): readonly NativeEvent[] => [
  {
    event_id: `${account}-b1`,
    type: 'content_viewed',
    occurred_at: at(1),
    channel: 'partner',
    contact_id: `${account}-bob`,
    account_id: account,
    properties: { referred_by: ada(account), plan: 'pro' },
  },
  {
    event_id: `${account}-b2`,
    type: 'content_viewed',
    occurred_at: at(50),
    channel: 'email',
    contact_id: `${account}-bob`,
  },
  // About Ada's handoff, without naming her where people are named.
  {
    event_id: `${account}-said`,
    type: 'handoff_updated',
    occurred_at: at(3.5),
    account_id: account,
    properties: {
      handoff_id: `local/${account}-mql1`,
      action: 'commented',
      actor: 'sam',
      note: `${ada(account)} has no budget`,
    },
  },
];

/** Sends what the accounts did, and waits until credits name all of their touches, Ada's and Bob's. */
export const plant = async (owner: ClickHouse, ...accounts: readonly string[]): Promise<void> => {
  for (const account of accounts) await emit(...workedExample(account), ...bobs(account));
  await untilAllIsIn();
  await eventually(
    'the credits',
    () =>
      owner.query<{ touches: string }>(
        `SELECT uniqExact(touch_event_id) AS touches FROM attribution_credits
         WHERE has({accounts:Array(String)}, account_id) AND touch_event_id != '' GROUP BY account_id`,
        { accounts },
      ),
    (rows) => rows.length === accounts.length && rows.every(({ touches }) => Number(touches) === 8),
  );
};

export interface Receipt {
  readonly removed: Readonly<Record<string, number>>;
  readonly left: Readonly<Record<string, number>>;
  readonly settled: boolean;
  readonly visitors: number;
  readonly accounts: number;
  readonly remaining_in_kafka: readonly { topic: string; gone_by: string }[];
}

export const erase = async (...args: readonly string[]): Promise<{ ran: Ran; receipt: Receipt }> => {
  const ran = await revloop('erase', ...args, '--yes', '--json');
  if (ran.stdout === '') throw new Error(ran.stderr);
  return { ran, receipt: JSON.parse(ran.stdout) as Receipt };
};

export const audit = async (): Promise<unknown> => {
  const { missing, duplicates } = JSON.parse((await revloop('audit', '--json')).stdout) as Record<
    string,
    number
  >;
  return { missing, duplicates };
};

/** Nothing of Ada is left in any table, and the account's credits are those of what is left: Bob's touches. */
export const expectGone = async (owner: ClickHouse, account: string, given?: Credits): Promise<void> => {
  expect({
    ada: await columnsWith(owner, ada(account)),
    visitor: await columnsWith(owner, visitor(account)),
  }).toEqual({ ada: [], visitor: [] });
  const { kept, computed } = given ?? (await credits(owner, account));
  expect(kept).toEqual(computed);
  expect(new Set(kept.map(({ touch_event_id }) => touch_event_id))).toEqual(
    new Set([`${account}-b1`, `${account}-b2`]),
  );
};
