// A breach that is handed to somebody else, now or as it is heard of late: who is told by the real service, and what the audit makes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../stack/own-stack.ts';
import { services } from '../support/revloop.ts';
import { auditBy, handoffOf, post, storedFacts, tell } from './acting.ts';
import { run, startTelling, target_ms, tellingsOf, untilTold, type TellingWorld } from './telling-world.ts';

let world: TellingWorld;
const clickhouse = services();

beforeAll(async () => {
  world = await startTelling();
});
afterAll(async () => {
  await world.acceptAll();
  await world.stop();
  await clickhouse.close();
});

const hooksAbout = (account: string): readonly string[] =>
  world.hook.received.map(({ body }) => body).filter((body) => body.includes(account));

describe('a breach that is reassigned to another team', () => {
  const account = `given-${run}`;
  /** As though the team were told on its desk as well, where nobody was. */
  const withDesk = (): Promise<number> =>
    auditBy(
      clickhouse,
      world.directoryText.replace('channels: [hook, pager] }', 'channels: [hook, pager, desk] }'),
    );

  test('is told again where the new owner is told, and nowhere else, and the audit counts on both', async () => {
    await tell(world, account);
    await until('both tellings stored', async () => (await storedFacts(clickhouse, account, 'told')) === 2);
    expect(await withDesk()).toBe(1);
    const given = { action: 'reassigned', actor: 'joy', owner_id: 'bob' };
    expect((await post(world, account, given)).status).toBe(202);
    await until('told again', () => tellingsOf(world.facts, account).length > 2);
    expect(tellingsOf(world.facts, account).toSorted()).toEqual(
      ['breached told hook', 'breached told hook', 'breached told pager'].toSorted(),
    );
    expect(hooksAbout(account)[1]).toContain('It was reassigned to bob by joy.');
    await until('that stored as well', async () => (await storedFacts(clickhouse, account, 'told')) === 3);
    // Who should have been told before it was reassigned stays so, and was not.
    expect(await withDesk()).toBe(1);
    expect(await auditBy(clickhouse, world.directoryText)).toBe(0);
    const chatting = world.directoryText.replace('bob: { team: hooking }', 'bob: { team: chatting }');
    expect(await auditBy(clickhouse, chatting)).toBe(1);
  });
});

describe('a reassignment of before the due time that is heard of after the breach was told', () => {
  const account = `given-late-${run}`;

  test('tells the new owner, each channel once of each owner, and the end to all who were told', async () => {
    const breach = await tell(world, account);
    const properties = { handoff_id: handoffOf(account), action: 'reassigned', actor: 'crm' };
    const late = { occurred_at: breach.due_at - target_ms / 2, owner_id: 'kim', properties };
    await world.send({ type: 'handoff_updated', ...late }, account);
    // Received twice, as by a CRM that tries again.
    await world.send({ type: 'handoff_updated', ...late }, account);
    await untilTold(world.facts, account, 'breached told manager');
    await world.accept(account, 'kim');
    const ends = ['hook', 'pager', 'manager'].map((channel) => `ended told ${channel}`);
    await untilTold(world.facts, account, ...ends);
    const alerts = ['hook', 'pager', 'manager'].map((channel) => `breached told ${channel}`);
    expect(tellingsOf(world.facts, account).toSorted()).toEqual([...alerts, ...ends].toSorted());
    expect(world.facts.filter((one) => one.account_id === account && one.fact === 'breached')).toMatchObject([
      { owner_id: 'joy', due_at: breach.due_at },
      { owner_id: 'kim', due_at: breach.due_at },
    ]);
    expect(hooksAbout(account)).toHaveLength(2);
    await until('all stored', async () => (await storedFacts(clickhouse, account, 'told')) === 6);
    expect(await auditBy(clickhouse, world.directoryText)).toBe(0);
  });
});
