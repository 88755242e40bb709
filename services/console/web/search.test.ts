import { expect, test } from 'vitest';
import {
  attributionSearch,
  funnelSearch,
  handoffsSearch,
  loopsSearch,
  parseSearch,
  stringifySearch,
} from './search.ts';

test('an address written by hand gives the filters it names', () => {
  const search = attributionSearch(
    parseSearch(
      '?model=linear&compare=full_path&stage_credit=rescue&lookback_days=365&from=2026-01&to=2026-06&currency=EUR',
    ),
  );
  expect(search).toEqual({
    model: 'linear',
    compare: 'full_path',
    stage_credit: 'rescue',
    lookback_days: 365,
    from: '2026-01',
    to: '2026-06',
    currency: 'EUR',
  });
});

test('what is wrong in an address is dropped', () => {
  expect(funnelSearch(parseSearch('?basis=people&from=soon&colour=red'))).toEqual({});
  expect(loopsSearch(parseSearch('?cycles=99'))).toEqual({});
});

test('filters written to an address and read again are the same, odd characters included', () => {
  const search = { owner: 'Zoë & co=1', from: '2026-01', to: '2026-02' };
  expect(handoffsSearch(parseSearch(stringifySearch(search)))).toEqual(search);
});

test('a number that looks like one stays a text where a text is meant', () => {
  expect(handoffsSearch(parseSearch('?owner=12345'))).toEqual({ owner: '12345' });
});

test('what is not chosen leaves no trace in the address', () => {
  expect(stringifySearch({ owner: undefined, from: '' })).toBe('');
});
