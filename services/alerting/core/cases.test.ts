import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCasesFile } from './cases-file.ts';
import { isSame } from './cases-match.ts';
import { caseLines } from './cases-report.ts';
import { runCase } from './cases-run.ts';
import type { Policies } from './policy.ts';
import { readPolicyFile } from './policy-file.ts';
import { policies, settle_ms } from './testing.ts';

const textOf = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const shippedCases = textOf('policies.cases.yaml');
const shippedPolicies = textOf('policies.yaml');

const policiesOf = (text: string): Policies => {
  const file = readPolicyFile(text);
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.policies;
};

/** Lines of the report of all cases of a text. */
const report = (text: string, rules: Policies): readonly string[] => {
  const read = readCasesFile(text);
  if (!read.ok) throw new Error(read.faults.join('\n'));
  return read.file.cases.flatMap((one) => caseLines(one, runCase(one, rules, settle_ms)));
};
const faultsOf = (text: string): readonly string[] => {
  const read = readCasesFile(text);
  return read.ok ? [] : read.faults;
};

describe('the cases that ship', () => {
  const read = readCasesFile(shippedCases);
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const { cases } = read.file;
  const failed = (text: string): readonly string[] =>
    cases
      .filter((one) => !runCase(one, policiesOf(text), settle_ms).every(isSame))
      .map(({ name }) => name.slice(0, 20));

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(caseLines(one, runCase(one, policiesOf(shippedPolicies), settle_ms))).toEqual([
      `ok    ${one.name}`,
    ]);
  });

  test.each([
    ['target: 1 business hour\n', 'target: 2 business hours\n'],
    ['target: 4 business hours', 'target: 5 business hours'],
    ['warning: 75 %', 'warning: 50 %'],
    ['escalation: 24 business hours', 'escalation: 25 business hours'],
    ["unless: { hand_raiser: 'true' }", "unless: { hand_raiser: 'no' }"],
    ['friday: [09:00-17:00]', 'friday: [09:00-15:00]'],
    ['answered_by: [opportunity_created, opportunity_won]', 'answered_by: [opportunity_won]'],
    ['starts: rejected', 'starts: accepted'],
  ])('notice that %j became %j', (from, to) => {
    expect(shippedPolicies).toContain(from);
    expect(failed(shippedPolicies)).toEqual([]);
    expect(failed(shippedPolicies.replace(from, to)).length).toBeGreaterThan(0);
  });
});

/** A case of the policies of tests: `decision` warns after 3 and breaches after 4 hours, round the clock. */
const oneCase = (events: string, expectations: string): string =>
  [
    'policies: policies.yaml',
    'cases:',
    '  - name: one',
    '    start: 2026-06-01T00:00:00Z',
    `    events: [${events}]`,
    `    expect: [${expectations}]`,
  ].join('\n');
const mql = '{ at: +0m, type: mql_created }';
const differences = (events: string, expectations: string): readonly string[] =>
  report(oneCase(events, expectations), policies());

describe('a case that fails says', () => {
  test('which facts are missing', () => {
    expect(
      differences(mql, '{ look_at: +3h, facts: [{ fact: breached, policy: decision, due_at: +4h }] }'),
    ).toEqual([
      'FAIL  one (line 3)',
      '        until +3h (2026-06-01T03:00:00.000Z) (line 6):',
      '          missing    breached, policy decision, due_at +4h (2026-06-01T04:00:00.000Z) (line 6)',
    ]);
  });

  test('which fields are otherwise', () => {
    const expected = '{ fact: met, policy: decision, business: 1h, outcome: mql_rejected, level: breach }';
    expect(
      differences(`${mql}, { at: +2h, type: mql_accepted }`, `{ look_at: +2h, facts: [${expected}] }`),
    ).toEqual([
      'FAIL  one (line 3)',
      '        until +2h (2026-06-01T02:00:00.000Z) (line 6):',
      '          otherwise  met, policy decision, level breach, contact contact-1 (line 6)',
      '                     outcome: expected mql_rejected, said mql_accepted',
      '                     business: expected 1h, said 2h',
    ]);
  });

  test('what was said besides, of the kinds that only names', () => {
    expect(differences(mql, '{ look_at: +5h, only: [breached], facts: [] }')).toEqual([
      'FAIL  one (line 3)',
      '        until +5h (2026-06-01T05:00:00.000Z) (line 6):',
      '          besides    breached, policy decision, level breach, contact contact-1, due_at +4h (2026-06-01T04:00:00.000Z), at +4h (2026-06-01T04:00:00.000Z)',
    ]);
    const all = differences(mql, '{ look_at: +5h, only: true, facts: [{ fact: breached }] }');
    expect(
      all.filter((line) => line.includes('besides')).map((line) => line.trim().split(/[ ,]+/)[1]),
    ).toEqual(['started', 'warned']);
  });

  test('nothing where everything is expected', () => {
    const facts =
      '{ fact: started }, { fact: breached, due_at: 2026-06-01T04:00:00Z }, { fact: warned, at: +3h }';
    expect(differences(mql, `{ look_at: +5h, only: true, facts: [${facts}] }`)).toEqual(['ok    one']);
  });
});

describe('a look', () => {
  test('sees what was said since the look before, up to its own time', () => {
    const looks = [
      '{ look_at: +3h, only: true, facts: [{ fact: started }] }',
      '{ look_at: +4h, only: true, facts: [{ fact: warned }] }',
      '{ look_at: +5h, only: true, facts: [{ fact: breached, level: breach }] }',
      '{ only: true, facts: [{ fact: breached, level: escalation }] }',
    ];
    expect(differences(mql, looks.join(', '))).toEqual(['ok    one']);
  });

  test('gives the fact that several expected ones fit to the one that has no other', () => {
    const facts = '{ fact: breached }, { fact: breached, level: breach }';
    expect(differences(mql, `{ facts: [${facts}] }`)).toEqual(['ok    one']);
    const twice = '{ fact: breached, level: breach }, { fact: breached, level: breach }';
    expect(differences(mql, `{ facts: [${twice}] }`)).toContainEqual(expect.stringContaining('missing'));
  });

  test('sees a breach withdrawn by an event that happened in time and arrived later', () => {
    const late = '{ at: +1h, received_at: +5h, type: mql_accepted, id: late }';
    const facts = '{ fact: withdrawn, level: breach, cause: late }, { fact: met, at: +1h }';
    expect(
      differences(
        `${late}, ${mql}`,
        `{ look_at: +4h 59m, facts: [{ fact: breached, level: breach }] }, { look_at: +5h, facts: [${facts}] }`,
      ),
    ).toEqual(['ok    one']);
  });

  test('sees a clock taken back as a whole', () => {
    const first = '{ at: -1h, received_at: +1h, type: mql_created, id: earlier }';
    expect(
      differences(
        `${mql}, ${first}`,
        '{ look_at: +1h, facts: [{ fact: withdrawn, level: clock, outcome: void }] }',
      ),
    ).toEqual(['ok    one']);
  });
});

describe('events', () => {
  test('of several contacts and accounts run clocks of their own', () => {
    const events = `${mql}, { at: +1h, type: mql_created, contact: kim, account: acme, owner: sam }`;
    const facts =
      '{ fact: started, contact: contact-1, account: account-1, owner: none }, { fact: started, contact: kim, account: acme, owner: sam }';
    expect(differences(events, `{ look_at: +2h, only: true, facts: [${facts}] }`)).toEqual(['ok    one']);
  });

  test('of an opportunity are the account’s: they answer for a contact they do not name', () => {
    const events = `${mql}, { at: +1h, type: mql_accepted }, { at: +2h, type: opportunity_created }`;
    expect(
      differences(
        events,
        '{ look_at: +2h, facts: [{ fact: met, policy: opportunity, outcome: opportunity_created }] }',
      ),
    ).toEqual(['ok    one']);
  });

  test('whose properties a policy looks at decide which clock runs', () => {
    const raised = '{ at: +0m, type: mql_created, properties: { hand_raiser: true } }';
    expect(
      differences(raised, '{ look_at: +1m, only: true, facts: [{ fact: started, policy: hand_raiser }] }'),
    ).toEqual(['ok    one']);
  });
});

describe('what somebody does', () => {
  const acted = (more: string): string => `{ at: +1h, type: handoff_updated, ${more} }`;

  test('is about the newest handoff before it in the file, or the one that is named', () => {
    const other = '{ at: +0m, type: mql_created, contact: kim, id: other }';
    const events = `{ at: +0m, type: mql_created, id: first }, ${other}, ${acted('action: commented, handoff: first')}, ${acted('action: snoozed, until: +3h, actor: sam')}`;
    const facts =
      '{ fact: commented, contact: contact-1, actor: somebody }, { fact: snoozed, contact: kim, actor: sam, until: +3h }';
    expect(differences(events, `{ look_at: +1h, only: [commented, snoozed], facts: [${facts}] }`)).toEqual([
      'ok    one',
    ]);
  });

  test.each([
    [acted('note: hi'), 'needs action: acknowledged, commented'],
    [acted('action: danced'), 'must be one of acknowledged'],
    ['{ at: +1h, type: mql_accepted, actor: sam }', 'is a field of handoff_updated, not of mql_accepted'],
    ['{ at: +1h, type: opportunity_created, amount: 12 }', '"12" is not an amount, such as 12000 EUR'],
  ])('%s is refused', (one, fault) => {
    const faults = faultsOf(oneCase(`${mql}, ${one}`, '{ facts: [{ fact: started }] }'));
    expect(faults.join()).toContain(fault);
  });

  test('needs a handoff', () => {
    const faults = faultsOf(oneCase(acted('action: commented'), '{ facts: [{ fact: started }] }'));
    expect(faults.join()).toContain('needs a mql_created before it, or handoff: the id of one');
  });
});

describe('a wrong file is refused with the line', () => {
  const good = oneCase(mql, '{ facts: [{ fact: breached }] }');
  test.each([
    ['type: mql_created', 'type: mql_made', 'line 5: cases[0].events[0].type must be one of mql_created'],
    ['at: +0m', 'at: noon', 'line 5: cases[0].events[0].at "noon" is not a time, such as +90m'],
    ['at: +0m', 'at: +1w', '"+1w" is not a time'],
    ['fact: breached', 'fact: told', 'line 6: cases[0].expect[0].facts[0].fact must be one of started'],
    ['fact: breached', 'fact: breached, level: worst', 'must be one of clock, warning'],
    ['fact: breached', 'fact: met, business: 1d', 'is not business time in hours'],
    ['fact: breached', 'fact: breached, kind: x', 'has no field kind'],
    ['{ fact: breached }', '', 'expects nothing: only: true'],
    ['{ facts: [{ fact: breached }] }', '', 'expects nothing: the case would always pass'],
    [
      '{ facts: [{ fact: breached }] }',
      '{ facts: [{ fact: met }] }, { look_at: +1h, facts: [{ fact: met }] }',
      'must look later',
    ],
    ['facts: [{', 'only: some, facts: [{', 'is neither true nor false nor a list of facts'],
    ['start: 2026-06-01T00:00:00Z', 'start: monday', 'neither a date nor a time with a zone'],
    ['type: mql_created', 'type: mql_created, contact: none', 'needs a contact'],
    ['type: mql_created', 'type: opportunity_won, opportunity: none', 'needs an opportunity'],
    [
      'type: mql_created',
      'type: lead_recycled, contact: none, account: none',
      'needs a contact or an account',
    ],
    ['    events', '    happenings', 'has no field happenings'],
    [`[${mql}]`, '[]', 'needs an event'],
    ['policies: policies.yaml\n', '', 'needs policies'],
  ])('%j instead of %j', (from, to, says) => {
    expect(faultsOf(good)).toEqual([]);
    expect(good).toContain(from);
    expect(faultsOf(good.replace(from, to)).join('\n')).toContain(says);
  });

  test('a name that is there twice', () => {
    const list = good.slice(good.indexOf('  - name'));
    expect(faultsOf(`${good}\n${list}`)).toEqual(['line 7: cases[1] "one" is there twice']);
  });
});
