import { describe, expect, test } from 'vitest';
import { messageOf } from './compose-message.ts';
import { withoutFile, type Telling } from './directory-file.ts';
import { sentenceOf } from './sentence.ts';
import type { Delivery } from './telling/delivery.ts';
import { act, breached, channel, directory, fact, hour_ms, start, team } from './telling/testing.ts';
import { policies } from './testing.ts';

const telling: Telling = {
  ...withoutFile(undefined),
  directory: directory({
    channels: [channel('chat')],
    owners: { sam: { name: 'Sam Smith', team: 'west', channels: [] } },
    teams: { west: team() },
  }),
  console_url: 'https://revloop.example/',
};
const delivery = (more: Partial<Delivery>): Delivery => ({
  channel_id: 'chat',
  message_id: 'm1',
  kind: 'alert',
  level: 'breach',
  subject_key: 'decision/1/crm/m',
  facts: [],
  telling: 1,
  items: [],
  ...more,
});
const composed = (more: Partial<Delivery>) => messageOf(delivery(more), telling, policies(), start);
const one = (more: object = {}) =>
  breached('ann', start, { account_id: 'acme & co', owner_id: 'sam', ...more });

test('an alert says in a sentence what is overdue, for whom, and who owes it, and leads to the account', () => {
  const { title, text, lines, links, team: of } = composed({ facts: [one()] });
  expect(title).toBe('Overdue: contact ann of account acme & co');
  expect(text).toBe(
    'Overdue: a decision of sales on contact ann of account acme & co, owned by sam was due on 2026-06-01 09:00 UTC, waiting since 2026-06-01 05:00 UTC (policy decision).',
  );
  expect(lines.slice(0, 2)).toEqual([
    { label: 'Owner', value: 'Sam Smith (sam)' },
    { label: 'Team', value: 'west' },
  ]);
  expect(links).toEqual([
    { label: 'Open the account', url: 'https://revloop.example/accounts/acme%20%26%20co' },
  ]);
  expect(of).toBe('west');
});

test('what is said again says how often', () => {
  expect(composed({ facts: [one()], telling: 3 }).title).toBe(
    'Overdue: contact ann of account acme & co (3rd time)',
  );
  expect(composed({ facts: [one()], telling: 12 }).text).toContain(
    'for the 12th time, as nobody has answered.',
  );
});

test('each step of escalation is told by its number', () => {
  const escalated = (level: 'escalation' | 'escalation_3') =>
    composed({ level, facts: [one({ level })] }).title;
  expect(escalated('escalation')).toBe('Still overdue: contact ann of account acme & co');
  expect(escalated('escalation_3')).toBe('Still overdue, escalation 3: contact ann of account acme & co');
});

describe('the end of it', () => {
  const end = (more: object) => fact('ann', 'ended', 'breach', start + hour_ms, { due_at: start, ...more });
  test('is an answer, with how late it came', () => {
    expect(sentenceOf(end({ outcome: 'mql_accepted', business_seconds: 18_000 }), policies())).toBe(
      'Answered: a decision of sales on contact ann of account account of ann came on 2026-06-01 10:00 UTC (mql_accepted), late, as it was due on 2026-06-01 09:00 UTC, after 5 hours of business time (policy decision).',
    );
  });
  test('or that no answer is due any more', () => {
    expect(composed({ kind: 'resolved', facts: [end({ outcome: 'expired' })] }).title).toBe(
      'No longer due: contact ann of account account of ann',
    );
  });
  test('or that it never was overdue', () => {
    const taken = fact('ann', 'withdrawn', 'breach', start, { outcome: 'mql_accepted' });
    expect(sentenceOf(taken, policies())).toBe(
      'Withdrawn: a decision of sales on contact ann of account account of ann is not overdue after all: mql_accepted had happened on 2026-06-01 09:00 UTC (policy decision).',
    );
  });
});

test('a digest counts by policy and team, lists the first fifty, and leads to the rest', () => {
  const facts = Array.from({ length: 1_200 }, (_, at) =>
    at < 1_000 ? breached(`m${at}`, start, { owner_id: 'sam' }) : fact(`m${at}`, 'ended', 'breach', start),
  );
  const { title, text, lines, links, team: of } = composed({ kind: 'digest', facts });
  expect(title).toBe('1,200 handoffs: 1,000 overdue, 200 answered');
  expect(text).toContain('The first 50 are listed; the link leads to all of them.');
  expect(lines.slice(0, 3)).toEqual([
    { label: 'decision, west', value: '1,000 overdue' },
    { label: 'decision, no team', value: '200 answered' },
    {
      label: 'Overdue',
      value: 'contact m0 of account account of m0, owned by sam, due 2026-06-01 09:00 UTC (decision)',
    },
  ]);
  expect(lines).toHaveLength(53);
  expect(lines.at(-1)).toEqual({ label: 'More', value: '1,150 that are not listed here' });
  expect(links[0]?.url).toBe('https://revloop.example/handoffs');
  expect(of).toBe('');
});

describe('what somebody did', () => {
  const taken = act('ann', 'acknowledged', start, { owner_id: 'sam', actor: 'kim', note: 'calling today' });
  test('is said with who did it and what they noted, and nothing is left to press', () => {
    const { title, text, lines, links } = messageOf(
      delivery({ kind: 'acknowledged', facts: [taken] }),
      telling,
      policies(),
      start,
      { actionsOf: () => [{ label: 'Acknowledge', url: 'https://a.example' }] },
    );
    expect(title).toBe('Acknowledged: contact ann of account account of ann');
    expect(text).toContain('Acknowledged by kim: a decision of sales on contact ann');
    expect(lines).toContainEqual({ label: 'Note', value: 'calling today' });
    expect(links.map(({ label }) => label)).toEqual(['Open the account']);
  });

  test('is why it is told again', () => {
    const moved = act('ann', 'reassigned', start, { owner_id: 'sam', actor: 'kim' });
    const { title, text } = composed({ facts: [one()], telling: 2, because: moved });
    expect(title).toBe('Overdue: contact ann of account acme & co');
    expect(text).toContain(' It was reassigned to Sam Smith (sam) by kim.');
    const snoozed = act('ann', 'snoozed', start, { until: start, actor: 'kim' });
    expect(composed({ facts: [one()], telling: 2, because: snoozed }).text).toContain(
      ' It was snoozed by kim, which is over. This is said for the 2nd time, as nobody has answered.',
    );
  });
});

test('an alert says what it puts at risk, and what can be done about it before where to look', () => {
  const { lines, links } = messageOf(delivery({ facts: [one()] }), telling, policies(), start, {
    riskOf: () => [
      { amount: '1234567.5', currency: 'EUR' },
      { amount: '900', currency: 'JPY' },
    ],
    actionsOf: () => [{ label: 'Acknowledge', url: 'https://alerting.example/act?t=1' }],
  });
  expect(lines).toContainEqual({ label: 'Revenue at risk', value: '1,234,567.5 EUR, 900 JPY' });
  expect(links.map(({ label }) => label)).toEqual(['Acknowledge', 'Open the account']);
});
