import type { SlaFact } from '@revloop/schemas/generated.ts';
import { describe, expect, test } from 'vitest';
import { sentenceOf } from './sentence.ts';
import { hour_ms, hourly, policies } from './testing.ts';
import { isTellable, Told, toldFactOf } from './told.ts';

const fact = (kind: SlaFact['fact'], derived_at = hourly(4), more: Partial<SlaFact> = {}): SlaFact => ({
  fact_id: `decision/1/crm/m/breach/${kind}`,
  fact: kind,
  level: 'breach',
  policy_id: 'decision',
  policy_version: 1,
  handoff_id: 'crm/m',
  account_id: 'acme',
  contact_id: 'ann',
  owner_id: 'sam',
  started_at: hourly(0),
  due_at: hourly(4),
  at: hourly(4),
  derived_at,
  business_seconds: null,
  outcome: null,
  reason: null,
  cause_event_id: null,
  channel: null,
  message_id: null,
  ...more,
});
const verdict = (told: Told, one: SlaFact, now = one.derived_at): string => told.verdict(one, now, hour_ms);

describe('a breach', () => {
  test('is told once, however often it is derived', () => {
    const told = new Told();
    expect(verdict(told, fact('breached'))).toBe('tell');
    told.note(toldFactOf(fact('breached'), hourly(4)));
    expect(verdict(told, fact('breached', hourly(4) + 1))).toBe('told');
  });

  test('is not told where it is history: derived long after it became true, or long ago', () => {
    expect(verdict(new Told(), fact('breached', hourly(6)))).toBe('old');
    expect(verdict(new Told(), fact('breached'), hourly(6))).toBe('old');
  });

  test('that was told before a restart is known as soon as its telling is in sight', () => {
    const told = new Told();
    told.noteId(toldFactOf(fact('breached'), hourly(4)));
    expect(verdict(told, fact('breached'))).toBe('told');
  });

  test('said again after a withdrawal is told again, and only if that was told', () => {
    const told = new Told();
    const again = fact('breached', hourly(4), { fact_id: 'decision/1/crm/m/breach/breached/2' });
    told.note(toldFactOf(fact('breached'), hourly(4)));
    expect(verdict(told, again)).toBe('needless');
    told.note(toldFactOf(fact('withdrawn'), hourly(4)));
    expect(verdict(told, again)).toBe('tell');
  });
});

describe('a withdrawal', () => {
  test('is told only of a breach that was told, however old the decision is', () => {
    const told = new Told();
    const withdrawn = fact('withdrawn', hourly(9), { at: hourly(1) });
    expect(verdict(told, withdrawn)).toBe('needless');
    told.note(toldFactOf(fact('breached'), hourly(4)));
    expect(verdict(told, withdrawn)).toBe('tell');
  });

  test('of a whole clock is for the record only', () => {
    expect(isTellable(fact('withdrawn', hourly(4), { level: 'unknown' }))).toBe(false);
  });
});

test('people are told in a sentence', () => {
  expect(sentenceOf(fact('breached'), policies())).toBe(
    'Overdue: a decision of sales on contact ann of account acme, owned by sam was due on 2026-06-01 04:00 UTC, waiting since 2026-06-01 00:00 UTC (policy decision).',
  );
  expect(
    sentenceOf(fact('withdrawn', hourly(5), { outcome: 'mql_accepted', at: hourly(1) }), policies()),
  ).toBe(
    'Withdrawn: a decision of sales on contact ann of account acme, owned by sam is not overdue after all: mql_accepted had happened on 2026-06-01 01:00 UTC (policy decision).',
  );
});
