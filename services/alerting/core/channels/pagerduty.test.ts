import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { messageKinds, type Message } from './message.ts';
import { pagerDutyRequest } from './pagerduty.ts';
import { messageOf } from './testing.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const target = { base_url: 'https://events.pagerduty.example/', routing_key: 'R1' };

interface Event {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload: { readonly summary: string; readonly severity: string; readonly custom_details: object };
}
const read = (message: Message): Event => JSON.parse(pagerDutyRequest(message, target, digest).body) as Event;

test('an alert triggers an incident under the key of its clock', () => {
  expect(pagerDutyRequest(messageOf(), target, digest).url).toBe(
    'https://events.pagerduty.example/v2/enqueue',
  );
  expect(read(messageOf())).toEqual({
    routing_key: 'R1',
    event_action: 'trigger',
    dedup_key: 'decision/1/crm/m',
    client: 'Revloop',
    links: [{ href: 'https://revloop.example/act?token=a.b&do=acknowledge', text: 'Acknowledge' }],
    payload: {
      summary: 'Overdue: contact ann of account acme',
      source: 'revloop',
      severity: 'error',
      timestamp: '2026-06-01T13:00:00.100Z',
      class: 'decision',
      group: 'sales-west',
      custom_details: { Text: messageOf().text, Owner: 'sam', 'Revenue at risk': '12,000 EUR' },
    },
  });
});

test('what is acknowledged, answered or withdrawn acknowledges or resolves that incident', () => {
  expect(messageKinds.map((kind) => [kind, read(messageOf({ kind })).event_action])).toEqual([
    ['alert', 'trigger'],
    ['withdrawn', 'resolve'],
    ['resolved', 'resolve'],
    ['digest', 'trigger'],
    ['acknowledged', 'acknowledge'],
  ]);
  expect(read(messageOf({ kind: 'resolved' }))).toEqual({
    routing_key: 'R1',
    event_action: 'resolve',
    dedup_key: 'decision/1/crm/m',
  });
});

test('severity follows the level', () => {
  const severities = (['warning', 'breach', 'escalation', 'escalation_5'] as const).map(
    (level) => read(messageOf({ level })).payload.severity,
  );
  expect(severities).toEqual(['warning', 'error', 'critical', 'critical']);
});

test('a key too long for PagerDuty is digested, the same way each time', () => {
  const key = 'k'.repeat(255);
  expect(read(messageOf({ subject_key: key })).dedup_key).toBe(key);
  const long = read(messageOf({ subject_key: `${key}k` })).dedup_key;
  expect(long).toBe(digest(`${key}k`));
  expect(read(messageOf({ subject_key: `${key}k`, kind: 'resolved' })).dedup_key).toBe(long);
});

test('a summary keeps its limit and the event its own, whatever is said', () => {
  const long = '\u0001é"\n'.repeat(5_000);
  const lines = Array.from({ length: 1_000 }, (_, at) => ({ label: `${at} ${long}`, value: long }));
  const message = messageOf({ title: long, text: long, lines });
  expect(read(message).payload.summary.length).toBe(1_024);
  expect(Buffer.byteLength(pagerDutyRequest(message, target, digest).body)).toBeLessThan(512_000);
});

test('lines of one label, as a digest has, are kept together', () => {
  const lines = ['ann', 'bob'].map((value) => ({ label: 'Overdue', value }));
  expect(read(messageOf({ kind: 'digest', lines })).payload.custom_details).toMatchObject({
    Overdue: 'ann\nbob',
  });
});
