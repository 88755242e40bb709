// People act on what they were told of: through the API, and by the links in messages; the real service, real receivers.
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Recall } from '../../services/alerting/recall.ts';
import { until } from '../stack/own-stack.ts';
import { services } from '../support/revloop.ts';
import { actsOn, auditBy, bearer, pathOf, post, tell, type StoredAct } from './acting.ts';
import { policy_id, run, startTelling, tellingsOf, untilTold, type TellingWorld } from './telling-world.ts';

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

const errorOf = async (response: Promise<Response>): Promise<readonly [number, string]> => {
  const answer = await response;
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  expect(error.message).not.toBe('');
  return [answer.status, error.code];
};

/** The fact that an act on a clock makes, by the contract of its id. */
const factOf = (breach: SlaFact, { event_id, action, actor }: StoredAct): SlaFact => ({
  ...breach,
  fact_id: `${breach.fact_id.replace(/breached.*$/, '')}${action}/alerting/${event_id}`,
  fact: action as SlaFact['fact'],
  at: Date.now(),
  derived_at: Date.now(),
  cause_event_id: event_id,
  actor,
});

describe('a breach that is acknowledged through the API', () => {
  const account = `acknowledged-${run}`;
  let breach: SlaFact;
  let event_id = '';

  test('is an event of alerting, once for each Idempotency-Key', async () => {
    breach = await tell(world, account);
    const headers = { 'idempotency-key': 'first' };
    const body = { action: 'acknowledged', actor: 'joy', note: 'calling today' };
    const answers = await Promise.all([
      post(world, account, body, headers),
      post(world, account, body, headers),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as StoredAct).event_id));
    event_id = ids[0] ?? '';
    expect(ids).toEqual([event_id, event_id]);
    await until('the act stored', async () => (await actsOn(clickhouse, account)).length > 0);
    expect(await actsOn(clickhouse, account)).toEqual([{ event_id, action: 'acknowledged', actor: 'joy' }]);
  });

  test('is told to be, once, where the breach was told, and is escalated to nobody', async () => {
    await untilTold(world.facts, account, 'acknowledged told hook', 'acknowledged told pager');
    const other = await tell(world, `unanswered-${run}`);
    const escalated = ({ fact_id, ...fact }: SlaFact): SlaFact => ({
      ...fact,
      fact_id: fact_id.replace('/breach/', '/escalation/'),
      level: 'escalation',
      derived_at: Date.now(),
    });
    await world.say(escalated(breach), escalated(other));
    await untilTold(world.facts, other.account_id, 'breached told desk');
    expect(world.desk.received.filter(({ body }) => body.includes(account))).toEqual([]);
    expect(tellingsOf(world.facts, account)).toHaveLength(4);
    const events = world.pager.received
      .map(({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string })
      .filter(({ dedup_key }) => dedup_key.includes(account));
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge']);
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
  });

  test('shows in the facts of analysts who did it, and in the view of the handoff', async () => {
    const acknowledged = (): Promise<{ actor: string }[]> =>
      clickhouse.query(
        `SELECT actor FROM sla_facts WHERE fact = 'acknowledged' AND account_id = {account:String} AND policy_id = {policy_id:String}`,
        { account, policy_id },
      );
    await until('the fact stored', async () => (await acknowledged()).length > 0);
    expect(await acknowledged()).toEqual([{ actor: 'joy' }]);
    const view = (await (await fetch(pathOf(world, account), { headers: bearer() })).json()) as {
      account_id: string;
      clocks: { policy_id: string; acknowledged_by: string; facts: object[] }[];
      acts: object[];
    };
    expect(view.account_id).toBe(account);
    expect(view.clocks.find((clock) => clock.policy_id === policy_id)).toMatchObject({
      acknowledged_by: 'joy',
      facts: expect.arrayContaining([
        expect.objectContaining({ fact: 'breached', level: 'breach' }),
      ]) as object,
    });
    expect(view.acts).toMatchObject([{ event_id, action: 'acknowledged', note: 'calling today' }]);
  });

  test('and what is wrong is said, and does nothing', async () => {
    const body = { action: 'acknowledged', actor: 'joy' };
    expect(await errorOf(post(world, account, body, { authorization: '' }))).toEqual([401, 'unauthorized']);
    expect(await errorOf(post(world, account, body, { authorization: 'Bearer no' }))).toEqual([
      401,
      'unauthorized',
    ]);
    expect(await errorOf(post(world, account, { action: 'snoozed', actor: 'joy' }))).toEqual([
      400,
      'missing_field',
    ]);
    expect(await errorOf(post(world, 'nobody', body))).toEqual([404, 'unknown_handoff']);
    expect(await errorOf(fetch(pathOf(world, 'nobody'), { headers: bearer() }))).toEqual([
      404,
      'unknown_handoff',
    ]);
    expect(await errorOf(post(world, account, { ...body, note: 'x'.repeat(20_000) }))).toEqual([
      413,
      'body_too_large',
    ]);
    expect(await actsOn(clickhouse, account)).toHaveLength(1);
  });
});

describe('what is stored of acts', () => {
  const account = `acknowledged-${run}`;

  test('keeps the audit from expecting what nobody is to be told any more', async () => {
    const audit = (): Promise<number> => auditBy(clickhouse, world.directoryText);
    const escalations = (): Promise<unknown[]> =>
      clickhouse.query(
        `SELECT 1 FROM sla_facts WHERE level = 'escalation' AND fact = 'breached' AND policy_id = {policy_id:String}`,
        { policy_id },
      );
    await until('both escalations stored', async () => (await escalations()).length === 2);
    await until('nothing is overdue', async () => (await audit()) === 0);
  });

  test('is recalled of clocks that began before what is read back, and of those that are snoozed until later', async () => {
    const recall = new Recall(clickhouse, createLog('test'));
    const breach = world.facts.find((fact) => fact.account_id === account && fact.fact === 'breached');
    if (!breach) throw new Error('there was no breach');
    const found = (await recall.of([breach], Infinity, () => false)).get(breach.handoff_id) ?? [];
    expect(new Set(found.map(({ fact }) => fact))).toEqual(new Set(['told', 'acknowledged']));
    const snoozed = { event_id: 'later', action: 'snoozed', actor: 'joy' };
    await world.say({ ...factOf(breach, snoozed), until: Date.now() + 3_600_000 });
    const later = async (): Promise<readonly SlaFact[]> => {
      const all = Array.from({ length: topics.sla.partitions }, (_, at) => recall.snoozed(at, Date.now()));
      return (await Promise.all(all)).flat().filter((fact) => fact.account_id === account);
    };
    await until('the snooze stored', async () => (await later()).some(({ fact }) => fact === 'snoozed'));
    expect(new Set((await later()).map(({ fact }) => fact))).toEqual(
      new Set(['started', 'breached', 'told', 'acknowledged', 'snoozed']),
    );
  });
});

describe('a link in a message', () => {
  const account = `linked-${run}`;
  let link = '';
  let reassign = '';
  let comment = '';
  const press = (url: string, token: string, actor: string, more: object = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ t: token, actor, note: 'by link', ...more }) });

  test('shows what it would do when it is opened, and does nothing', async () => {
    await tell(world, account);
    const message = world.hook.received.map(({ body }) => body).find((body) => body.includes(account)) ?? '';
    const { links } = (JSON.parse(message) as { data: { links: { label: string; url: string }[] } }).data;
    expect(links.map(({ label }) => label)).toEqual([
      'Acknowledge',
      'Snooze 4 hours',
      'Reassign',
      'Comment',
      'Resolve',
    ]);
    const urlOf = (label: string): string => links.find((one) => one.label === label)?.url ?? '';
    [link, reassign, comment] = [urlOf('Resolve'), urlOf('Reassign'), urlOf('Comment')];
    const page = await fetch(link);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('Resolve this handoff?');
    expect(text).toContain(`account ${account}`);
    expect(text).not.toContain('<script');
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
  });

  test('lets whoever reads it comment, and give it to somebody of the directory, who must be named', async () => {
    const [url = '', token = ''] = reassign.split('?t=');
    expect(await (await fetch(reassign)).text()).toContain('<option value="lea">lea</option>');
    expect((await press(url, token, 'joy')).status).toBe(400);
    expect(await (await press(url, token, 'joy', { owner_id: 'lea' })).text()).toContain(
      'is reassigned to lea by joy',
    );
    const [, remark = ''] = comment.split('?t=');
    expect((await press(url, remark, 'joy', { note: ' ' })).status).toBe(400);
    expect(await (await press(url, remark, 'joy')).text()).toContain('is commented on by joy');
    await until('both stored', async () => (await actsOn(clickhouse, account)).length === 2);
  });

  test('acts once when its button is pressed, however often', async () => {
    const [url = '', token = ''] = link.split('?t=');
    const first = await press(url, token, 'lea');
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('is resolved by lea');
    expect(await (await press(url, token, 'joy')).text()).toContain('This link was used before');
    // What comes after it lies behind it in the topic.
    expect((await post(world, account, { action: 'commented', actor: 'joy', note: 'done' })).status).toBe(
      202,
    );
    await until('the comment stored', async () => (await actsOn(clickhouse, account)).length > 3);
    const acts = await actsOn(clickhouse, account);
    expect(acts.map(({ action, actor }) => [action, actor])).toEqual([
      ['reassigned', 'joy'],
      ['commented', 'joy'],
      ['resolved', 'lea'],
      ['commented', 'joy'],
    ]);
    // Another process, which has pressed nothing yet, knows it from ClickHouse.
    world.arm('notifier.told');
    await world.open([`last-${run}`], 'joy');
    await world.reborn();
    const again = await press(`${world.url()}/act`, token, 'joy');
    expect(await again.text()).toContain('This link was used before');
  });

  test('that was changed does nothing, and says so; tokens are in no log', async () => {
    const [, token = ''] = link.split('?t=');
    const forged = await press(`${world.url()}/act`, `${token.slice(0, -2)}AA`, 'eve');
    expect(forged.status).toBe(403);
    expect(await forged.text()).toContain('This link is not good');
    expect((await fetch(`${world.url()}/act`)).status).toBe(403);
    expect(world.said()).not.toContain(token.slice(0, 40));
    // No question to ClickHouse has failed either.
    expect(world.said()).not.toContain('not known');
  });
});
