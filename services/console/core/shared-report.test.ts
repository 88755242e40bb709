// Which questions are the same for all who look, and which rows each of them is shown.
import { expect, test } from 'vitest';
import { parseParams, type ParamValues } from './params.ts';
import { reports, type ReportName } from './report.ts';
import { sharedReport } from './shared-report.ts';

const valuesOf = (name: ReportName, search: Record<string, string>): ParamValues => {
  const parsed = parseParams(reports[name].params, search);
  if (!parsed.ok) throw new Error(parsed.faults.join('; '));
  return parsed.values;
};
const shared = (name: ReportName, search: Record<string, string> = {}) =>
  sharedReport(name, valuesOf(name, search));

test('readers whose filters differ alone ask one question', () => {
  for (const [name, search] of [
    ['handoffs', { state: 'open' }],
    ['breaches', { answered: 'no' }],
    ['breaches', { answered: 'yes', from: '2026-01' }],
    ['withdrawn', {}],
  ] as const)
    expect(shared(name, { ...search, owner: 'ann', team: 'west', policy: 'p' })?.values).toEqual(
      shared(name, search)?.values,
    );
});

test('other months are another question', () => {
  expect(shared('breaches', { from: '2026-01' })?.values).not.toEqual(shared('breaches')?.values);
});

test('what is not the board is asked by each reader', () => {
  expect(shared('handoffs', { state: 'all', account: 'acme' })).toBeUndefined();
  expect(shared('handoffs', { state: 'open', account: 'acme' })).toBeUndefined();
  expect(shared('updates', { handoff: 'crm/m1' })).toBeUndefined();
});

test('each reader is shown the rows that keep all of their filters', () => {
  const rows = [
    { owner_id: 'ann', team: 'west', policy_id: 'p' },
    { owner_id: 'ann', team: '', policy_id: 'q' },
    { owner_id: '', team: 'west', policy_id: 'p' },
  ];
  const own = (search: Record<string, string>): number[] =>
    rows.flatMap((row, at) => (shared('handoffs', search)?.isOwn(row) ? [at] : []));
  expect(own({})).toEqual([0, 1, 2]);
  expect(own({ owner: 'ann' })).toEqual([0, 1]);
  expect(own({ team: 'west', policy: 'p' })).toEqual([0, 2]);
  expect(own({ owner: 'ann', team: 'west' })).toEqual([0]);
  expect(own({ owner: 'nobody' })).toEqual([]);
});
