import { levels } from '../telling/levels.ts';
import { describe, expect, test } from 'vitest';
import { alert_lasts_ms, alertmanagerRequest, alertsOf, nextRepeat } from './alertmanager.ts';
import { due_at, factOf, messageOf } from './testing.ts';

const minute_ms = 60_000;
const now = due_at + 10 * minute_ms;
const iso = (at_ms: number): string => new Date(at_ms).toISOString();
const labelsOf = (...args: Parameters<typeof alertsOf>) => alertsOf(...args).map(({ labels }) => labels);

test('an alert fires from its due time for as long as an alert lasts', () => {
  const { url, body } = alertmanagerRequest(messageOf(), 'https://am.example/prefix/', now);
  expect(url).toBe('https://am.example/prefix/api/v2/alerts');
  expect(JSON.parse(body)).toEqual([
    {
      labels: {
        alertname: 'RevloopHandoffSla',
        policy: 'decision',
        handoff: 'crm/m',
        owner: 'sam',
        team: 'sales-west',
        level: 'breach',
      },
      annotations: {
        summary: 'Overdue: contact ann of account acme',
        account: 'acme',
        contact: 'ann',
        description: messageOf().text,
        details: 'Owner: sam\nRevenue at risk: 12,000 EUR',
      },
      startsAt: iso(due_at),
      endsAt: iso(now + alert_lasts_ms),
      generatorURL: 'https://revloop.example/act?token=a.b&do=acknowledge',
    },
  ]);
});

test('what is not known is no label', () => {
  const labels = labelsOf(messageOf({ team: '', facts: [factOf({ owner_id: null })] }), now);
  expect(labels).toEqual([
    { alertname: 'RevloopHandoffSla', policy: 'decision', handoff: 'crm/m', level: 'breach' },
  ]);
});

describe('the end of an alert', () => {
  test('by an answer ends every level of the clock, under the labels they fired with', () => {
    const fired = levels.flatMap((level) => labelsOf(messageOf({ level, facts: [factOf({ level })] }), now));
    const facts = [factOf({ fact: 'ended', level: 'breach', at: due_at + minute_ms })];
    const ended = alertsOf(messageOf({ kind: 'resolved', facts, at: due_at + minute_ms }), now);
    expect(ended.map(({ labels }) => labels)).toEqual(fired);
    expect(new Set(ended.map(({ endsAt }) => endsAt))).toEqual(new Set([iso(due_at + minute_ms)]));
  });

  test('by a withdrawal ends that of its own level', () => {
    const facts = [factOf({ fact: 'withdrawn', level: 'warning', at: due_at - minute_ms })];
    const alerts = alertsOf(messageOf({ kind: 'withdrawn', level: 'warning', facts }), now);
    expect(alerts.map(({ labels }) => labels['level'])).toEqual(['warning']);
  });

  test('is never before its start and never ahead of now, which Alertmanager would refuse or fire on', () => {
    for (const at of [due_at - 60 * minute_ms, due_at + minute_ms, now + 60 * minute_ms])
      for (const due of [due_at, now + minute_ms])
        for (const { startsAt, endsAt } of alertsOf(
          messageOf({ kind: 'resolved', at, facts: [factOf({ due_at: due })] }),
          now,
        )) {
          expect(Date.parse(startsAt)).toBeLessThanOrEqual(Date.parse(endsAt));
          expect(Date.parse(endsAt)).toBeLessThanOrEqual(now);
        }
  });
});

test('a digest is the alerts of its facts, each as it would fire by itself, and those that are over have ended', () => {
  const facts = [
    factOf({ handoff_id: 'crm/1' }),
    factOf({ handoff_id: 'crm/2', level: 'escalation' }),
    factOf({ handoff_id: 'crm/3', fact: 'withdrawn' }),
  ];
  const alerts = alertsOf(messageOf({ kind: 'digest', facts }), now);
  const [alone] = facts;
  expect(alerts[0]?.labels).toEqual(labelsOf(messageOf({ facts: alone ? [alone] : [] }), now)[0]);
  expect(
    alerts.map(({ labels, endsAt }) => [labels['handoff'], labels['level'], Date.parse(endsAt) > now]),
  ).toEqual([
    ['crm/1', 'breach', true],
    ['crm/2', 'escalation', true],
    ['crm/3', 'breach', false],
  ]);
});

test('a storm of 10,000 breaches keeps each of its alerts small', () => {
  const facts = Array.from({ length: 10_000 }, (_, at) => factOf({ handoff_id: `crm/${at}` }));
  const lines = Array.from({ length: 10_000 }, () => ({ label: 'Overdue', value: 'x'.repeat(500) }));
  const message = messageOf({ kind: 'digest', facts, lines, text: 'x'.repeat(50_000) });
  expect(alertmanagerRequest(message, 'https://am.example', now).body.length).toBeLessThan(8_000_000);
});

describe('sending again', () => {
  test('goes on while an alert fires, several times before it would end', () => {
    const next = nextRepeat('alert', 0, now) ?? 0;
    expect(next).toBeGreaterThan(now);
    expect((next - now) * 3).toBeLessThan(alert_lasts_ms);
    expect(nextRepeat('digest', 0, now)).toBe(next);
  });

  test('of an end stops after a while, of an acknowledgement never begins', () => {
    let sent = 0;
    let last: number | undefined = now;
    while (last !== undefined && sent < 100) {
      sent += 1;
      last = nextRepeat('resolved', now, last);
    }
    expect(sent).toBeGreaterThan(2);
    expect(sent).toBeLessThan(10);
    expect(nextRepeat('withdrawn', now, now)).toBe(nextRepeat('resolved', now, now));
    expect(nextRepeat('acknowledged', now, now)).toBeUndefined();
  });
});
