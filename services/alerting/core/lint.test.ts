import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from './lint-finding.ts';
import { lint } from './lint.ts';
import {
  accepted,
  always,
  fileOf,
  lineWith,
  opened,
  rest,
  said,
  settings,
  whole,
  peopleOf,
} from './testing-lint.ts';

const shipped = readFileSync(new URL('../policies.yaml', import.meta.url), 'utf8');

test('of the file that ships only its want of holidays is said', () => {
  expect(said(shipped)).toEqual([
    'note no_holidays: the calendar office knows no holidays: clocks run on through all of them',
  ]);
});

test('a file without gaps and surprises is told nothing', () => {
  expect(said(fileOf(whole))).toEqual([]);
});

test('faults are errors, all of them, with their lines, and nothing else is said', () => {
  const text = fileOf({ decision: [`${opened}, calendar: moon, target: 4h, effective_from: today`] });
  const found = lint(text, settings);
  expect(found.map(({ severity, rule, line }) => `${severity} ${rule} ${line}`)).toEqual(
    Array.from({ length: 3 }, () => `error fault ${lineWith(text, 'moon')}`),
  );
  const texts = found.map((one) => one.text).join('\n');
  for (const part of ['neither a date nor', 'not one of the calendars', 'is not a time'])
    expect(texts).toContain(part);
});

test('a warning that is not before its target, and an escalation that is not after it, are errors', () => {
  const text = fileOf({
    ...whole,
    decision: [`${opened}, ${always}, warning: 4 business hours, escalation: 4 business hours`],
  });
  expect(said(text)).toEqual([
    expect.stringMatching(/^error fault: .*warning must come before the target$/),
    expect.stringMatching(/^error fault: .*escalation must come after the target$/),
  ]);
});

describe('gaps', () => {
  const gaps = (policies: Readonly<Record<string, readonly string[]>>): readonly string[] =>
    said(fileOf({ ...rest, ...policies })).filter((text) => text.includes(' gap: '));

  test('a kind of handoff that where and unless leave out', () => {
    expect(gaps({ decision: [`${opened}, ${always}, unless: { hand_raiser: "true" }`] })).toEqual([
      'warning gap: no policy judges opened handoffs with hand_raiser "true"',
    ]);
    expect(gaps({ decision: [`${opened}, ${always}, where: { hand_raiser: "true" }`] })).toEqual([
      'warning gap: no policy judges opened handoffs with hand_raiser other than "true" (or none)',
    ]);
  });

  test('a kind of handoff between the conditions of several policies', () => {
    const found = gaps({
      webinar: [`${opened}, ${always}, where: { channel: webinar }`],
      large: [`${opened}, ${always}, where: { segment: large }, unless: { channel: webinar }`],
      others: [`${opened}, ${always}, unless: { segment: large, channel: partner }`],
    });
    expect(found).toEqual([
      'warning gap: no policy judges opened handoffs with channel "partner" and segment other than "large" (or none)',
    ]);
  });

  test('what no policy starts on at all', () => {
    expect(said(fileOf({ decision: [`${opened}, ${always}`], accepted_rest: [accepted] }))).toEqual([
      'warning gap: no policy judges rejected handoffs',
    ]);
  });

  test('time until the first version, time after a version that starts on something else', () => {
    const from = (day: string): string => always.replace('2000-01-01', day);
    expect(gaps({ decision: [`${opened}, ${from('2027-01-01')}`] })).toEqual([
      'warning gap: no policy judges opened handoffs, until 2027-01-01',
    ]);
    expect(
      gaps({ decision: [`${opened}, ${always}`, accepted.replace('2000-01-01', '2027-03-01T12:00:00Z')] }),
    ).toEqual(['warning gap: no policy judges opened handoffs, from 2027-03-01T12:00:00.000Z on']);
    const meanwhile = {
      decision: [
        `${opened}, ${always}`,
        accepted.replace('2000-01-01', '2027-03-01'),
        `${opened}, ${from('2027-04-01')}`,
      ],
    };
    expect(gaps(meanwhile)).toEqual([
      'warning gap: no policy judges opened handoffs, from 2027-03-01 on until 2027-04-01',
    ]);
  });

  test('what was before the first version is a note, where alerting still looks back that far', () => {
    const text = fileOf({ ...rest, decision: [`${opened}, ${always.replace('2000', '2026')}`] });
    expect(said(text)).toEqual(['note gap: handoffs opened before 2026-01-01 are judged by no policy']);
    expect(said(text, { history_days: 300 })).toEqual([]);
  });

  test('what was left out in the past only is not said', () => {
    const versions = [
      `${opened}, ${always}, where: { hand_raiser: "true" }`,
      `${opened}, ${always.replace('2000', '2026')}`,
    ];
    expect(gaps({ decision: versions })).toEqual([]);
  });

  test('many kinds are summed up', () => {
    const names = Array.from({ length: 9 }, (_, at) => `s${at}`);
    const policies = Object.fromEntries(
      names.map((name) => [
        name,
        [`${opened}, ${always}, where: { segment: ${name} }, unless: { channel: ads }`],
      ]),
    );
    const found = gaps(policies);
    expect(found).toHaveLength(5);
    expect(found.at(-1)).toBe('warning gap: no policy judges 6 further kinds of opened handoffs');
  });

  test('conditions beyond counting are a note, and end soon', () => {
    const policies = Object.fromEntries(
      Array.from({ length: 24 }, (_, at) => [
        `p${at}`,
        [`${opened}, ${always}, where: { a${at}: x }, unless: { b${at}: x }`],
      ]),
    );
    expect(gaps(policies)).toEqual([
      'note gap: the conditions of policies on opened handoffs are too many to look for gaps',
    ]);
  });
});

describe('overlaps', () => {
  const overlaps = (a: readonly string[], b: readonly string[]): readonly string[] =>
    said(fileOf({ ...rest, a, b })).filter((text) => text.includes(' overlap: '));

  test('two policies that judge the same handoffs are noted, with the kind they share', () => {
    const all = [`${opened}, ${always}`];
    expect(overlaps(all, [`${opened}, ${always}, where: { segment: large }`])).toEqual([
      'note overlap: a and b both judge opened handoffs with segment "large"',
    ]);
    expect(overlaps(all, all)).toEqual(['note overlap: a and b both judge opened handoffs']);
  });

  test('not so where their conditions, their times or their starts exclude each other', () => {
    const of = (condition: string): readonly string[] => [`${opened}, ${always}, ${condition}`];
    expect(overlaps(of('where: { segment: large }'), of('where: { segment: small }'))).toEqual([]);
    expect(overlaps(of('where: { segment: large }'), of('unless: { segment: large }'))).toEqual([]);
    expect(overlaps([`${opened}, ${always}`], [accepted])).toEqual([
      'note overlap: accepted_rest and b both judge accepted handoffs',
    ]);
    const former = [`${opened}, ${always}`, accepted.replace('2000', '2020')];
    expect(overlaps(former, [`${opened}, ${always.replace('2000', '2020')}`]).join()).not.toContain('opened');
  });
});

describe('what never holds', () => {
  test('where and unless that contradict each other, with the line', () => {
    const text = fileOf({
      ...whole,
      never: [`${opened}, ${always}, where: { segment: large }, unless: { segment: large }`],
    });
    expect(said(text)).toEqual([
      'warning contradiction: never version 1 judges nothing: where and unless both name segment "large"',
    ]);
    expect(lint(text, settings)[0]?.line).toBe(lineWith(text, 'unless:'));
  });

  test('answers that only repeat the start, or that another event always forestalls', () => {
    const answers = (starts: string, ...types: readonly string[]): readonly string[] =>
      said(
        fileOf({ ...whole, own: [`starts: ${starts}, answered_by: [${types.join(', ')}], ${always}`] }),
      ).filter((text) => text.includes('answer_never_comes'));
    expect(answers('accepted', 'mql_accepted', 'opportunity_won')).toEqual([
      'warning answer_never_comes: own version 1: mql_accepted never answers what starts on accepted: the contact is accepted already',
    ]);
    expect(answers('rejected', 'mql_rejected', 'mql_accepted', 'lead_recycled')).toHaveLength(2);
    expect(answers('opened', 'opportunity_created')).toEqual([
      expect.stringContaining('neither mql_accepted nor mql_rejected answers'),
    ]);
    expect(answers('opened', 'mql_accepted')).toEqual([]);
  });

  test('a version of a calendar that was replaced before any policy counted in it', () => {
    const office = [
      '  office:',
      ...['2000-01-01', '2010-01-01', '2020-01-01', '2030-01-01'].map(
        (day) =>
          `    - { effective_from: ${day}, time_zone: UTC, hours: { monday: [09:00-17:00] }, holidays: [2040-12-25] }`,
      ),
    ].join('\n');
    const text = fileOf(
      {
        ...whole,
        own: [
          `${opened}, where: { segment: x }, calendar: office, target: 1 business hour, effective_from: 2015-01-01`,
        ],
      },
      office,
    );
    const found = lint(text, settings).filter(({ rule }) => rule === 'never_in_force');
    expect(found.map(({ line }) => line)).toEqual([
      lineWith(text, '2000-01-01, time_zone: UTC, hours: { monday'),
    ]);
  });

  test('owners and teams nobody knows, where it is known who there is', () => {
    const text = fileOf({
      ...whole,
      own: [`${opened}, ${always}, where: { owner: sam, team: [west, east] }, unless: { owner_id: kim }`],
    });
    expect(said(text).join()).not.toContain('unknown_');
    const found = said(text, { people: peopleOf('kim') }).filter((one) => one.includes('unknown_'));
    expect(found).toEqual([
      'warning unknown_owner: own version 1: there is no owner "sam"',
      'warning unknown_team: own version 1: there is no team "east"',
    ]);
  });

  test('hours of wall time beside business time, while they count', () => {
    const wall = (target: string): string =>
      `starts: accepted, answered_by: [opportunity_created], calendar: always, target: ${target}, effective_from: 2000-01-01`;
    const found = (...targets: readonly string[]) =>
      said(
        fileOf({
          ...whole,
          own: targets.map((target, at) => wall(target).replace('2000-01-01', `200${at}-01-01`)),
        }),
      ).filter((one) => one.includes('wall_hours'));
    expect(found('4 hours')).toEqual([
      'warning wall_hours: own version 1: 4 hours run on through nights and holidays, beside policies that count business time',
    ]);
    expect(found('2 days')).toEqual([]);
    expect(found('4 business hours')).toEqual([]);
    expect(found('4 hours', '4 business hours')).toEqual([]);
    expect(said(fileOf({ own: [wall('4 hours')] })).join()).not.toContain('wall_hours');
  });
});

test('findings come by line and say what to do', () => {
  const text = fileOf({
    own: [`${opened}, ${always}, where: { segment: large }`],
    other: [`${opened}, ${always}`],
    accepted_rest: [accepted.replace('opportunity_created', 'mql_accepted')],
  });
  const found: readonly Finding[] = lint(text, settings);
  expect(found.map(({ rule }) => rule)).toEqual(['gap', 'overlap', 'answer_never_comes']);
  expect(found.every(({ to_do }) => to_do.length > 10)).toBe(true);
});
