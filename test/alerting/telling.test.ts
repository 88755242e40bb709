// The real service tells real receivers, and dies after each of its effects.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { createMetrics } from '@revloop/infra/runtime/probes.ts';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditUntold } from '../../services/alerting/audit-untold.ts';
import { readDirectoryFile } from '../../services/alerting/core/directory-file.ts';
import { tellingMetrics } from '../../services/alerting/telling-metrics.ts';
import { until } from '../stack/own-stack.ts';
import { settings as stackSettings } from '../support/revloop.ts';
import { status, type HttpReceiver } from './receivers/http-receiver.ts';
import { policy_id, run, startTelling, tellingsOf, untilTold, type TellingWorld } from './telling-world.ts';

let world: TellingWorld;
let clickhouse: ClickHouse;

beforeAll(async () => {
  const env = stackSettings();
  clickhouse = connectClickHouse(clickHouseSettings(new SettingsReader(env), 'test'));
  world = await startTelling();
});
afterAll(async () => {
  // Other alertings of the run would tell of what is in force.
  await world.acceptAll();
  await world.stop();
  await clickhouse.close();
});

const about = ({ received }: HttpReceiver, account: string): readonly string[] =>
  received.map(({ body }) => body).filter((body) => body.includes(account));
const hooksAbout = (account: string) => world.hook.received.filter(({ body }) => body.includes(account));
const mailsAbout = (account: string) => world.smtp.mails.filter(({ mail }) => mail.text?.includes(account));
const channels = ['hook', 'chat', 'mail', 'pager'];

describe('a breach', () => {
  const account = `everywhere-${run}`;

  test('is told on every channel its route names, and each telling is a fact of its own', async () => {
    await world.open([account], 'sam');
    await untilTold(world.facts, account, ...channels.map((channel) => `breached told ${channel}`));
    expect(tellingsOf(world.facts, account)).toHaveLength(4);
    const [{ headers, body } = { headers: {}, body: '' }] = hooksAbout(account);
    expect(
      new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').verify(body, headers as Record<string, string>),
    ).toMatchObject({ type: 'sla.alert', data: { level: 'breach', team: 'everywhere' } });
    expect(about(world.chat, account)[0]).toContain('Overdue: contact');
    expect(mailsAbout(account)[0]?.mail.subject).toBe(
      `Overdue: contact ${account}-contact of account ${account}`,
    );
    expect(
      about(world.pager, account).map((text) => (JSON.parse(text) as { event_action: string }).event_action),
    ).toEqual(['trigger']);
  });

  test('is told with its channels to analysts, and when it was told first', async () => {
    const asked = { account, policy_id };
    const told = (): Promise<{ channel: string }[]> =>
      clickhouse.query(
        `SELECT channel FROM sla_facts WHERE fact = 'told' AND account_id = {account:String} AND policy_id = {policy_id:String} ORDER BY channel`,
        asked,
      );
    await until('the tellings stored', async () => (await told()).length === 4);
    expect((await told()).map(({ channel }) => channel)).toEqual(['chat', 'hook', 'mail', 'pager']);
    const [breach] = await clickhouse.query<{ told_at: string | null }>(
      'SELECT told_at FROM sla_breaches WHERE account_id = {account:String} AND policy_id = {policy_id:String}',
      asked,
    );
    const first = Math.min(
      ...world.facts
        .filter(({ account_id, fact }) => account_id === account && fact === 'told')
        .map(({ at }) => at),
    );
    expect(breach?.told_at).toBe(new Date(first).toISOString());
  });

  test('that is answered is resolved where it was told, in the same thread and incident', async () => {
    await world.accept(account, 'sam');
    await untilTold(world.facts, account, ...channels.map((channel) => `ended told ${channel}`));
    const events = about(world.pager, account).map((text) => JSON.parse(text) as Record<string, string>);
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve']);
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(new Set(mailsAbout(account).map(({ mail }) => mail.inReplyTo)).size).toBe(1);
    expect(about(world.chat, account)[1]).toContain('Answered: contact');
  });
});

test('a receiver that fails holds up no other, is told in /readyz and in the metrics, and is tried until it takes it', async () => {
  const account = `failing-${run}`;
  world.chat.answer = status(503);
  await world.open([account], 'sam');
  await untilTold(
    world.facts,
    account,
    ...['hook', 'mail', 'pager'].map((channel) => `breached told ${channel}`),
  );
  await until('the channel is known to fail', async () => {
    const response = await fetch(`${world.url()}/readyz`);
    const notes = (await response.json()) as Record<string, string>;
    expect(response.status).toBe(200);
    expect(notes['channel hook']).toBe('up; 0 waiting');
    return /^failing since .*: HTTP 503; 1 waiting$/.test(notes['channel chat'] ?? '');
  });
  const metrics = await (await fetch(`${world.url()}/metrics`)).text();
  expect(metrics).toMatch(/revloop_alerting_waiting\{channel="chat"[^}]*\} 1\n/);
  expect(metrics).toMatch(/revloop_alerting_send_failures_total\{channel="chat",status="503"/);
  world.chat.answer = status(200);
  await untilTold(world.facts, account, 'breached told chat');
});

test('a storm becomes digests for people, and every breach of it is told', async () => {
  const accounts = Array.from({ length: 300 }, (_, at) => `storm-${run}-${at}`);
  world.chat.received.length = 0;
  await world.open(accounts, 'ann');
  // What comes after a digest gathers for a minute.
  await until(
    'every breach told',
    () => accounts.every((account) => tellingsOf(world.facts, account).includes('breached told chat')),
    110_000,
  );
  expect(world.chat.received.length).toBeLessThan(30);
  expect(world.chat.received.some(({ body }) => /\d+ handoffs: \d+ overdue/.test(body))).toBe(true);
});

describe('kill -9', () => {
  test('between sending and writing down sends the same message again under the same id, which a webhook can drop', async () => {
    const account = `sent-${run}`;
    world.arm('notifier.sent');
    await world.open([account], 'bob');
    await world.reborn();
    await untilTold(world.facts, account, 'breached told hook');
    const ids = hooksAbout(account).map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(tellingsOf(world.facts, account)).toHaveLength(1);
  });

  test('and a mailbox cannot, though it can see that it is the same mail', async () => {
    const account = `mailed-${run}`;
    world.arm('notifier.sent');
    await world.open([account], 'eve');
    await world.reborn();
    await untilTold(world.facts, account, 'breached told mail');
    expect(new Set(mailsAbout(account).map(({ mail }) => mail.messageId)).size).toBe(1);
    expect(mailsAbout(account)).toHaveLength(2);
  });

  test('after it was written down tells nothing again', async () => {
    const account = `told-${run}`;
    world.arm('notifier.told');
    await world.open([account], 'bob');
    await world.reborn();
    const after = `next-${run}`;
    await world.open([after], 'bob');
    await untilTold(world.facts, after, 'breached told hook');
    expect(hooksAbout(account)).toHaveLength(1);
    expect(tellingsOf(world.facts, account)).toEqual(['breached told hook']);
  });

  test('while a digest is written down tells nothing of it again, and all of it is written down', async () => {
    // While the receiver fails, they gather: what it takes then is one digest of more than one write.
    world.chat.answer = status(503);
    const first = `first-of-digest-${run}`;
    await world.open([first], 'ann');
    await until('the channel fails', () => about(world.chat, first).length > 0);
    const accounts = Array.from({ length: 1_500 }, (_, at) => `digest-${run}-${at}`);
    await world.open(accounts, 'ann');
    const breaches = new Set<string>();
    await until('all are breached', () => {
      for (const { fact, account_id } of world.facts) if (fact === 'breached') breaches.add(account_id);
      return accounts.every((account) => breaches.has(account));
    });
    world.chat.received.length = 0;
    world.arm('notifier.told_some');
    world.chat.answer = status(200);
    await world.reborn();
    const told = new Map<string, number>();
    await until('every breach told', () => {
      told.clear();
      for (const { fact, account_id, channel } of world.facts)
        if (fact === 'told' && channel === 'chat') told.set(account_id, (told.get(account_id) ?? 0) + 1);
      return accounts.every((account) => told.has(account));
    });
    expect([...accounts, first].map((account) => told.get(account))).toEqual(
      [...accounts, first].map(() => 1),
    );
    const digests = world.chat.received.filter(({ body }) => body.includes('handoffs: '));
    expect(digests).toHaveLength(1);
  });
});

test('what a receiver refuses three times is given up, and a fact says so', async () => {
  const account = `refused-${run}`;
  world.hook.answer = status(400, {}, 'no such project');
  await world.open([account], 'bob');
  await untilTold(world.facts, account, 'breached undeliverable hook');
  world.hook.answer = status(200);
  expect(hooksAbout(account)).toHaveLength(3);
  const given_up = world.facts.find(
    ({ account_id, fact }) => account_id === account && fact === 'undeliverable',
  );
  expect(given_up).toMatchObject({ channel: 'hook', reason: 'HTTP 400: no such project' });
});

describe('the audit', () => {
  const audit = async (text: string): Promise<number> => {
    const file = readDirectoryFile(text, () => 'http://127.0.0.1', new Set([policy_id]));
    if (!file.ok) throw new Error(file.faults.join('\n'));
    const { directory } = file.telling;
    const look_back_ms = 3_600_000;
    const rules = { directory, age_ms_max: look_back_ms, grace_ms: 0, since: () => 0 };
    const registry = createMetrics('test');
    const metrics = tellingMetrics(registry, () => ({ health: new Map(), untold: new Map() }));
    return auditUntold({ clickhouse, rules, look_back_ms, metrics, log: createLog('test') });
  };
  const secretless = (): string =>
    world.directoryText.replace(/mail: .*\n/, 'mail: { kind: slack, url_from: MAIL_URL }\n');

  test('finds nothing once the stored facts know that everything was told, or given up', async () => {
    await until('nothing is overdue', async () => (await audit(secretless())) === 0);
  });

  test('finds each breach that a channel should have been told and was not', async () => {
    const more = secretless()
      .replace('channels:\n', 'channels:\n  other: { kind: slack, url_from: OTHER_URL }\n')
      .replace('channels: [hook] }', 'channels: [hook, other] }');
    expect(await audit(more)).toBe(4);
  });
});

test('Alertmanager is told of each level as an alert that fires, and of its end', async () => {
  const account = `managed-${run}`;
  await world.open([account], 'kim');
  await untilTold(world.facts, account, 'breached told manager');
  await world.accept(account, 'kim');
  await untilTold(world.facts, account, 'ended told manager');
  const alerts = about(world.manager, account).flatMap(
    (body) => JSON.parse(body) as { labels: Record<string, string>; endsAt: string }[],
  );
  const ofBreach = alerts.filter(({ labels }) => labels['level'] === 'breach');
  expect(new Set(ofBreach.map(({ labels }) => JSON.stringify(labels))).size).toBe(1);
  expect(ofBreach[0]?.labels).toMatchObject({
    alertname: 'RevloopHandoffSla',
    owner: 'kim',
    team: 'managing',
  });
  expect(Date.parse(ofBreach.at(-1)?.endsAt ?? '')).toBeLessThanOrEqual(Date.now());
});
