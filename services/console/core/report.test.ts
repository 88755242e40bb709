import { expect, test } from 'vitest';
import { parseParams } from './params.ts';
import { isReportName, queryParams, reports } from './report.ts';

test('a report asked without parameters takes the defaults', () => {
  expect(parseParams(reports.funnel.params, {})).toEqual({
    ok: true,
    values: { from: '1970-01', to: '2099-12' },
  });
});

test('months become their first days and the row limit is one more, to notice what is cut off', () => {
  expect(queryParams('funnel', { from: '2026-01', to: '2026-03' })).toEqual({
    from: '2026-01-01',
    to: '2026-03-01',
    rows_max: 11,
  });
});

test('every fault of a query string is told at once, in sentences', () => {
  const asked = {
    model: "x'; DROP",
    lookback_days: '0',
    stage_credit: 'best',
    from: '2026-13',
    colour: 'red',
  };
  expect(parseParams(reports.attribution.params, asked)).toEqual({
    ok: false,
    faults: [
      'unknown parameter colour: the parameters are model, stage_credit, lookback_days, from, to, currency',
      'model must be a name of small letters, digits and _, at most 64 long, not "x\'; DROP"',
      'stage_credit must be one of first, last, even, productive, rescue, not "best"',
      'lookback_days must be a whole number from 1 to 3650, not "0"',
      'from must be a month from 1970-01 to 2099-12 like 2026-03, not "2026-13"',
      'currency is missing',
    ],
  });
});

test('a parameter given twice, too long or empty is refused', () => {
  expect(parseParams(reports.visits.params, { account: ['a', 'b'] })).toEqual({
    ok: false,
    faults: ['account must be given once'],
  });
  expect(parseParams(reports.visits.params, { account: 'a'.repeat(201) })).toMatchObject({ ok: false });
  expect(parseParams(reports.visits.params, { account: '' })).toMatchObject({ ok: false });
});

test('an empty owner means any owner', () => {
  expect(parseParams(reports.handoffs.params, { owner: '' })).toMatchObject({ ok: true });
});

test('names that every object has are not reports', () => {
  expect(isReportName('funnel')).toBe(true);
  expect(isReportName('constructor')).toBe(false);
});
