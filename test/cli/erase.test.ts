// An erasure on the whole Revloop: nothing of the person is left in any table, nothing of anybody else is gone, and credits are those of what is left.
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, services } from '../support/revloop.ts';
import { ada, audit, erase, expectGone, newAccount, plant, visitor } from './erasing.ts';
import { revloop } from './revloop.ts';
import { newCodec, newProducer, viewed } from './straight-to-kafka.ts';
import { columnsWith, credits } from './what-is-kept.ts';

const owner = services();
const producer = newProducer();
afterAll(() => Promise.all([owner.close(), producer.close()]));

describe('a contact of an account with credits, dead letters and SLA facts', () => {
  const account = newAccount();
  let first: Awaited<ReturnType<typeof erase>>;

  beforeAll(async () => {
    await plant(owner, account);
    const codec = await newCodec();
    const conflict = { ...viewed(`${account}-t3`, 'local'), contact_id: ada(account), channel: 'other' };
    await producer.publish(topics.events.name, [
      { key: ada(account), value: Buffer.from([9, 1, 2]) },
      {
        key: account,
        value: Buffer.concat([Buffer.from([9, 0xff]), Buffer.from(JSON.stringify({ who: ada(account) }))]),
      },
      { key: account, value: codec.encodeEvent(conflict) },
      { key: account, value: Buffer.from([9, ...Buffer.from(`somebody else of ${account}`)]) },
    ]);
    await eventually(
      'the dead letters',
      () => owner.query(`SELECT 1 FROM dead_letters WHERE startsWith(key, '${account}')`),
      (rows) => rows.length === 4,
    );
    await eventually(
      'the SLA facts',
      () => owner.query(`SELECT 1 FROM sla_facts WHERE contact_id = '${ada(account)}'`),
      (rows) => rows.length > 0,
    );
  });

  test('is in many columns before', async () => {
    expect(await columnsWith(owner, ada(account))).toEqual(
      expect.arrayContaining([
        'arrived_batches.contact_ids',
        'identity_links.contact_id',
        'stored_dead_letters.key',
        'stored_dead_letters.value',
        'stored_events.contact_id',
        'stored_events.properties',
        'stored_sla_facts.contact_id',
      ]),
    );
  });

  test('is counted by a dry run, which removes nothing', async () => {
    const before = await columnsWith(owner, ada(account));
    const { code, stdout } = await revloop('erase', '--contact', ada(account), '--dry-run', '--json');
    expect({ code, told: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      told: { dry_run: true, visitors: 1, would_remove: { stored_events: 12, stored_dead_letters: 3 } },
    });
    expect(await columnsWith(owner, ada(account))).toEqual(before);
  });

  test('is not erased without --yes', async () => {
    const { code, stderr } = await revloop('erase', '--contact', ada(account));
    expect({ code, says: stderr.includes('give --yes to erase') }).toEqual({ code: 2, says: true });
  });

  test('is in no column of any table after, with every visitor who turned out to be that contact', async () => {
    first = await erase('--contact', ada(account));
    expect(first.ran).toMatchObject({ code: 0, stderr: '' });
    await expectGone(owner, account);
  });

  test('has a receipt of what was removed, and of what Kafka keeps until when', () => {
    const { receipt } = first;
    expect(receipt).toMatchObject({ settled: true, visitors: 1 });
    expect(receipt.removed).toMatchObject({ stored_events: 12, stored_dead_letters: 3 });
    expect(Object.values(receipt.left).every((rows) => rows === 0)).toBe(true);
    const days = Object.fromEntries(
      receipt.remaining_in_kafka.map(({ topic, gone_by }) => [
        topic,
        Math.round((Date.parse(gone_by) - Date.now()) / 86_400_000),
      ]),
    );
    expect(days).toEqual({
      'funnel.events': 31,
      'funnel.events.dead-letter': 91,
      'funnel.sla': 31,
      'funnel.handoff-outcomes': 31,
    });
  });

  test('takes nothing of others along, and the audit still comes out even', async () => {
    const rows = await owner.query<{ event_id: string }>(
      `SELECT event_id FROM events WHERE account_id = '${account}' OR contact_id = '${account}-bob' ORDER BY event_id`,
    );
    expect(rows.map(({ event_id }) => event_id)).toEqual(
      ['b1', 'b2', 'opened', 'won'].map((name) => `${account}-${name}`),
    );
    const letters = await owner.query(`SELECT code FROM dead_letters WHERE key = '${account}'`);
    expect(letters).toEqual([{ code: 'wrong_magic_byte' }]);
    const [bob] = await owner.query(`SELECT properties FROM events WHERE event_id = '${account}-b1'`);
    expect(bob).toEqual({ properties: { plan: 'pro' } });
    expect(await audit()).toEqual({ missing: 0, duplicates: 0 });
  });

  test('erased once more is the same', async () => {
    const before = await credits(owner, account);
    const { ran, receipt } = await erase('--contact', ada(account));
    expect(ran.code).toBe(0);
    expect(Object.values(receipt.removed).every((rows) => rows === 0)).toBe(true);
    expect(await credits(owner, account)).toEqual(before);
  });

  test('is not stored again from old messages, and is again from new ones', async () => {
    const codec = await newCodec();
    const id = (name: string): string => `${account}-${name}`;
    const old = viewed(id('old'), 'local', { contact_id: ada(account), received_at: Date.now() - 3_600_000 });
    const back = { contact_id: ada(account), received_at: Date.now() };
    await producer.publish(
      topics.events.name,
      [old, viewed(id('back'), 'local', back)].map((event) => ({
        key: account,
        value: codec.encodeEvent(event),
      })),
    );
    const rows = await eventually(
      'the new event',
      () =>
        owner.query<{ event_id: string }>(`SELECT event_id FROM events WHERE contact_id = '${ada(account)}'`),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([{ event_id: id('back') }]);
  });
});

test('a visitor alone is erased with the events of that visitor', async () => {
  const account = newAccount();
  await plant(owner, account);
  const { ran, receipt } = await erase('--visitor', visitor(account));
  expect({ code: ran.code, events: receipt.removed['stored_events'] }).toEqual({ code: 0, events: 3 });
  expect(await columnsWith(owner, visitor(account))).toEqual([]);
  const { kept, computed } = await credits(owner, account);
  expect(kept).toEqual(computed);
});
