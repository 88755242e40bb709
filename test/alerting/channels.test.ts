// What the channels that speak HTTP put on the wire, and what they make of answers: real servers that keep what they get.
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alertmanagerChannel } from '../../services/alerting/channels/alertmanager.ts';
import type { Channel } from '../../services/alerting/channels/channel.ts';
import { guardedFetch } from '../../services/alerting/channels/guarded-fetch.ts';
import { pagerDutyChannel } from '../../services/alerting/channels/pagerduty.ts';
import { slackChannel } from '../../services/alerting/channels/slack.ts';
import { webhookChannel } from '../../services/alerting/channels/webhook.ts';
import { readAllowedHosts } from '../../services/alerting/core/channels/address-rules.ts';
import { messageOf } from '../../services/alerting/core/channels/testing.ts';
import { startHttpReceiver, status, type HttpReceiver } from './receivers/http-receiver.ts';

const fetch = guardedFetch(readAllowedHosts(['127.0.0.1']).allowed);
const { signal } = new AbortController();
const secrets = [
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_b2xkIHNlY3JldCBvZiB0aGUgcmVjZWl2ZXI=',
] as const;

let receiver: HttpReceiver;
beforeAll(async () => {
  receiver = await startHttpReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = status(200);
});

const channels: Record<string, () => Channel> = {
  webhook: () => webhookChannel({ channel_id: 'w', url: `${receiver.url}/in?x=1`, secrets }, fetch),
  slack: () => slackChannel({ channel_id: 's', url: `${receiver.url}/services/T0/B0/x` }, fetch),
  pagerduty: () => pagerDutyChannel({ channel_id: 'p', base_url: receiver.url, routing_key: 'R1' }, fetch),
  alertmanager: () => alertmanagerChannel({ channel_id: 'a', base_url: `${receiver.url}/am` }, fetch),
};
const made = (kind: string): Channel => {
  const make = channels[kind];
  if (!make) throw new Error(`no channel ${kind}`);
  return make();
};

describe.each(Object.keys(channels))('%s', (kind) => {
  test('sends a message once, as JSON of a known length', async () => {
    expect(await made(kind).send(messageOf(), signal)).toEqual({ ok: true });
    expect(receiver.received).toHaveLength(1);
    const [{ method, headers, body } = { method: '', headers: {}, body: '' }] = receiver.received;
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'revloop-alerting',
    });
    expect(body).toContain('Overdue: contact ann of account acme');
  });

  test('does not try again by itself, and says whether and when somebody may', async () => {
    receiver.answer = status(429, { 'retry-after': '7' }, 'slower');
    const later = { ok: false, why: 'HTTP 429: slower', status: 429, retry: 'later', after_ms: 7_000 };
    expect(await made(kind).send(messageOf(), signal)).toEqual(later);
    receiver.answer = status(503);
    expect(await made(kind).send(messageOf(), signal)).toMatchObject({
      status: 503,
      retry: 'later',
      after_ms: 0,
    });
    for (const code of [400, 404, 410]) {
      receiver.answer = status(code, {}, 'no_service');
      const never = { ok: false, why: `HTTP ${code}: no_service`, status: code, retry: 'never', after_ms: 0 };
      expect(await made(kind).send(messageOf(), signal)).toEqual(never);
    }
    expect(receiver.received).toHaveLength(5);
  });

  test('tells no password of its address when nobody answers', async () => {
    receiver.answer = (response) => response.destroy();
    const sent = await made(kind).send(messageOf(), signal);
    expect(sent).toMatchObject({ ok: false, status: 0, retry: 'later' });
    expect(JSON.stringify(sent)).not.toMatch(/R1|services/);
  });
});

describe('a webhook', () => {
  test('is verified by the library of the specification, by the former secret and by the next', async () => {
    await made('webhook').send(messageOf(), signal);
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received;
    expect(path).toBe('/in?x=1');
    for (const secret of secrets)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'sla.alert',
        data: { message_id: messageOf().message_id },
      });
    const stranger = new Webhook(Buffer.from('another').toString('base64'));
    expect(() => stranger.verify(body, headers as Record<string, string>)).toThrow('No matching signature');
    expect(() => new Webhook(secrets[0]).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  test('sent again has the same id, another message has another', async () => {
    const webhook = made('webhook');
    await webhook.send(messageOf(), signal);
    await webhook.send(messageOf(), signal);
    await webhook.send(messageOf({ message_id: 'other' }), signal);
    const [first, again, other] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(first).toMatch(/^msg_[\w-]{27}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('without a secret has an id and no signature', async () => {
    await webhookChannel({ channel_id: 'w', url: receiver.url, secrets: [] }, fetch).send(
      messageOf(),
      signal,
    );
    const headers = receiver.received[0]?.headers ?? {};
    expect(
      Object.keys(headers)
        .filter((name) => name.startsWith('webhook-'))
        .sort(),
    ).toEqual(['webhook-id', 'webhook-timestamp']);
  });
});

test('PagerDuty and Alertmanager are called at the paths of their APIs', async () => {
  receiver.answer = status(202, {}, '{"status":"success"}');
  expect(await made('pagerduty').send(messageOf(), signal)).toEqual({ ok: true });
  await made('alertmanager').send(messageOf(), signal);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/v2/enqueue', '/am/api/v2/alerts']);
});

test('Alertmanager is not bothered with acknowledgements, and takes a password', async () => {
  const base_url = receiver.url.replace('//', '//revloop:p%40ss@');
  const channel = alertmanagerChannel({ channel_id: 'a', base_url }, fetch);
  expect(channel.takes).not.toContain('acknowledged');
  expect(await channel.send(messageOf({ kind: 'acknowledged' }), signal)).toMatchObject({ retry: 'never' });
  expect(receiver.received).toEqual([]);
  await channel.send(messageOf(), signal);
  expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa('revloop:p@ss')}`);
});

test('each channel says whether its receiver knows a message it has seen', () => {
  const honours = Object.keys(channels).map((kind) => [kind, made(kind).kind, made(kind).honours_ids]);
  expect(honours).toEqual([
    ['webhook', 'webhook', true],
    ['slack', 'slack', false],
    ['pagerduty', 'pagerduty', true],
    ['alertmanager', 'alertmanager', true],
  ]);
});
