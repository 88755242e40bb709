import { describe, expect, test } from 'vitest';
import { event, hourly, inForce, monday, policies, Run, settle_ms } from './testing.ts';

const mql = event('mql_created', 0, 'm');

describe('a clock', () => {
  test('warns, breaches and escalates as its due times pass', () => {
    expect(new Run().arrive(0, mql).until(30).said()).toEqual([
      'started breach 0 m',
      'warned warning 3',
      'breached breach 4',
      'breached escalation 24',
    ]);
  });

  test('escalates step by step, each with facts of its own, and a late answer takes back those it disproves', () => {
    const stepwise = policies(
      '      - { version: 2, effective_from: 2000-01-02, starts: opened, answered_by: [mql_accepted], calendar: always, target: 1 business hour, escalation: [2 business hours, 3 business hours, 4 business hours, 5 business hours, 6 business hours] }',
    );
    const run = new Run(stepwise).arrive(0, mql).until(4.5);
    expect(run.said()).toEqual([
      'started breach 0 m',
      'breached breach 1',
      'breached escalation 2',
      'breached escalation_2 3',
      'breached escalation_3 4',
    ]);
    expect(run.facts.at(-1)?.fact_id).toBe('decision/2/crm/m/escalation_3/breached');
    run.arrive(5, event('mql_accepted', 2.5, 'a'));
    expect(run.said().slice(5, 8)).toEqual([
      'withdrawn escalation_2 2.5 a',
      'withdrawn escalation_3 2.5 a',
      'ended breach 2.5 a',
    ]);
    expect(new Run(stepwise).arrive(0, mql).until(9).said().slice(-2)).toEqual([
      'breached escalation_4 5',
      'breached escalation_5 6',
    ]);
  });

  test('is judged within a millisecond of its due time', () => {
    const run = new Run().arrive(0, mql).until(4);
    expect(run.facts.map(({ fact }) => fact)).not.toContain('breached');
    expect(run.watch.due.next_ms).toBe(hourly(4) + 1);
  });

  test('answered exactly at its due time is met', () => {
    const run = new Run()
      .arrive(0, mql)
      .arrive(4, event('mql_accepted', 4, 'a'))
      .until(30);
    expect(run.said()).toEqual([
      'started breach 0 m',
      'warned warning 3',
      'met breach 4 a',
      'started breach 4 a',
    ]);
    expect(run.facts[2]).toMatchObject({ business_seconds: 4 * 3600, outcome: 'mql_accepted' });
  });

  test('of a hand-raiser is due after an hour', () => {
    const run = new Run().arrive(0, { ...mql, properties: { hand_raiser: 'true' } }).until(30);
    expect(run.said()).toEqual(['started breach 0 m', 'breached breach 1']);
  });

  test('answered in time by an event that arrives late withdraws what it disproves, and names the event', () => {
    const run = new Run()
      .arrive(0, mql)
      .until(5)
      .arrive(6, event('mql_rejected', 2, 'r', { reason: 'no_budget' }));
    expect(run.said()).toEqual([
      'started breach 0 m',
      'warned warning 3',
      'breached breach 4',
      'withdrawn warning 2 r',
      'withdrawn breach 2 r',
      'met breach 2 r',
      'started breach 2 r',
    ]);
    expect(run.outcomes).toMatchObject([
      { outcome: 'rejected', reason: 'no_budget', event_id: 'r', business_seconds: 7200 },
    ]);
  });

  test('answered late is a breach even if nobody was there when it was due', () => {
    const run = new Run().arrive(100, mql, event('mql_accepted', 5, 'a')).until(101);
    expect(inForce(run.facts)).toContain('crm/m decision/1 breached breach at 4 due 4');
    expect(inForce(run.facts)).toContain('crm/m decision/1 ended breach at 5 due 4 by a');
  });

  test('that was past due when it arrived waits for what may follow', () => {
    const run = new Run().arrive(100, mql);
    expect(run.said()).toEqual(['started breach 0 m']);
    expect(run.watch.due.next_ms).toBe(hourly(100) + settle_ms);
    run.arrive(100 + 1 / 3600, event('mql_accepted', 1, 'a')).until(102);
    expect(run.said()).toEqual(['started breach 0 m', 'met breach 1 a', 'started breach 1 a']);
  });

  test('from acceptance to opportunity is answered by any opportunity of the account', () => {
    const run = new Run()
      .arrive(0, mql)
      .arrive(1, event('mql_accepted', 1, 'a'))
      .arrive(50, event('opportunity_created', 50, 'o', { contact_id: 'd' }));
    expect(inForce(run.facts)).toContain('crm/m opportunity/1 met breach at 50 due 121 by o');
  });

  test('of a rejected contact runs until marketing answers', () => {
    const rejected = new Run().arrive(0, mql).arrive(1, event('mql_rejected', 1, 'r'));
    expect(inForce(rejected.until(200).facts)).toContain('crm/m handback/1 breached breach at 121 due 121');
    const answered = new Run().arrive(0, mql).arrive(1, event('mql_rejected', 1, 'r'));
    answered.arrive(30, event('lead_recycled', 30, 'l'));
    expect(inForce(answered.facts)).toContain('crm/m handback/1 met breach at 30 due 121 by l');
  });

  test('ends when the contact moves on without an answer', () => {
    const run = new Run().arrive(0, mql).arrive(2, event('lead_recycled', 2, 'l'));
    expect(run.facts.at(-1)).toMatchObject({ fact: 'ended', outcome: 'expired', cause_event_id: 'l' });
    expect(run.outcomes).toMatchObject([{ outcome: 'expired' }]);
  });
});

describe('an event that arrives late', () => {
  test('may prove that a handoff never was: its facts are withdrawn, not deleted', () => {
    const run = new Run()
      .arrive(2, event('mql_created', 2, 'm2'))
      .until(7)
      .arrive(7, mql);
    expect(run.said()).toContain('withdrawn breach 0 m');
    expect(run.facts.filter(({ handoff_id }) => handoff_id === 'crm/m2').at(-1)).toMatchObject({
      fact: 'withdrawn',
      level: 'unknown',
      outcome: 'void',
    });
    expect(inForce(run.until(8).facts).every((fact) => fact.startsWith('crm/m '))).toBe(true);
  });

  test('may prove that it was after all: it is said again under another id', () => {
    const run = new Run()
      .arrive(3, event('mql_created', 3, 'm2'))
      .until(8)
      .arrive(8, mql);
    run.arrive(9, event('mql_rejected', 1, 'r')).until(10);
    const breaches = run.facts.filter(
      ({ handoff_id, level }) => handoff_id === 'crm/m2' && level === 'breach',
    );
    expect(breaches.map(({ fact_id }) => fact_id.replace('decision/1/crm/m2/breach/', ''))).toEqual([
      'started',
      'breached',
      'withdrawn',
      'started/2',
      'breached/2',
    ]);
  });

  test('may tell the account: loose events join it', () => {
    const loose = { account_id: null };
    const run = new Run().arrive(0, { ...mql, ...loose });
    expect(run.facts[0]).toMatchObject({ account_id: '', contact_id: 'c' });
    const link = {
      contact_id: 'c',
      account_id: 'a',
      identified: true,
      occurred_at: monday,
      event_id: 'i',
      source: 'crm',
    };
    expect(run.watch.learn(link, hourly(1))).toEqual(['contact:c', 'a']);
    for (const key of ['contact:c', 'a']) expect(run.watch.judge(key, hourly(1))).toEqual([]);
    run.until(5);
    expect(run.facts.at(-1)).toMatchObject({ fact: 'breached', account_id: 'a' });
    expect(run.watch.book.keyOf('crm/m')).toBe('c');
  });
});

test('a clock that was ended by an account its contact turns out not to belong to runs again', () => {
  const link = { contact_id: 'c', occurred_at: monday, event_id: 'l', source: 'crm' };
  const run = new Run();
  run.watch.learn({ ...link, account_id: 'a', identified: false }, monday);
  run.arrive(0, { ...mql, account_id: null }).arrive(1, event('lead_recycled', 1, 'x', { contact_id: null }));
  expect(run.said()).toEqual(['started breach 0 m', 'ended breach 1 x']);
  const touched = run.watch.learn({ ...link, account_id: 'b', identified: true }, hourly(2));
  run.facts.push(...touched.flatMap((key) => run.watch.judge(key, hourly(2))).flatMap(({ facts }) => facts));
  expect(run.said().slice(2)).toEqual(['withdrawn unknown 0 m', 'started breach 0 m']);
  expect(inForce(run.until(5).facts)).toContain('crm/m decision/1 breached breach at 4 due 4');
});

test('a later version of a policy judges only clocks that start under it', () => {
  const later = `      - { version: 2, effective_from: 2026-06-01T10:00:00Z, starts: opened, answered_by: [mql_accepted], calendar: always, target: 1 business hour }`;
  const other = { contact_id: 'd' };
  const run = new Run(policies(later)).arrive(9, event('mql_created', 9, 'm9'));
  run.arrive(10, event('mql_created', 10, 'm10', other)).until(12);
  expect(inForce(run.facts)).toEqual([
    'crm/m10 decision/2 breached breach at 11 due 11',
    'crm/m10 decision/2 started breach at 10 due 11 by m10',
    'crm/m9 decision/1 started breach at 9 due 13 by m9',
  ]);
});

test('what a policy said that is no longer in the file stays said', () => {
  const before = new Run().arrive(0, mql).until(5);
  const file = policies();
  const after = new Run({
    ...file,
    policies: file.policies.filter(({ policy_id }) => policy_id !== 'decision'),
  });
  for (const fact of before.facts) after.watch.merge(fact, hourly(5));
  expect(after.arrive(6, mql, event('mql_accepted', 1, 'a')).said()).toEqual(['started breach 1 a']);
});

test('a machine clock that is set back takes nothing back', () => {
  const run = new Run().arrive(0, mql).until(5);
  expect(run.watch.judge('a', hourly(3))).toEqual([]);
});
