// Rates as given: what a row states, what is wrong with it and where, and what an import would change.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRates } from './compare-rates.ts';
import { readRate } from './rate.ts';
import { headerFault, RatesReader, type Row } from './read-rates.ts';

const cells = (date: string, from_currency: string, to_currency: string, rate: string) => ({
  date,
  from_currency,
  to_currency,
  rate,
});
const stated = cells('2026-03-31', 'EUR', 'USD', '1.0845');

const read = (...rows: readonly Row[]) => {
  const reader = new RatesReader();
  for (const row of rows) reader.add(row);
  return reader.end();
};

describe('a row', () => {
  test.each([
    ['1.0845', '1.0845'],
    ['1.08450000000000000', '1.0845'],
    ['160', '160.00'],
    ['007.5', '7.50'],
    ['0.000000001', '0.000000001'],
    ['999999999.999999999999', '999999999.999999999999'],
  ])('with the rate %s states %s, to the last digit', (text, rate) => {
    expect(readRate({ ...stated, rate: text })).toEqual({ ok: true, rate: { ...stated, rate } });
  });

  test.each([
    ['rate', '1,08', 'rate "1,08" is no decimal like 1.0845'],
    ['rate', '', 'rate "" is no decimal'],
    ['rate', '1e3', 'is no decimal'],
    ['rate', '-1.2', 'is no decimal'],
    ['rate', '+1.2', 'is no decimal'],
    ['rate', '.5', 'is no decimal'],
    ['rate', '0', 'is not from 0.000000001'],
    ['rate', '0.0000000009', 'is not from 0.000000001'],
    ['rate', '1000000000', 'to 999999999.999999999999'],
    ['rate', '0.0000000012345', 'more than 12 decimals: give the rate the other way round'],
    ['date', '2026-02-29', 'date "2026-02-29" is no day like 2026-03-31'],
    ['date', '31.03.2026', 'is no day'],
    ['date', '2026-3-31', 'is no day'],
    ['date', '2026-03-31T00:00:00Z', 'is no day'],
    ['date', '0026-03-31', 'is not in the years'],
    ['date', '1970-12-31', 'is not in the years 1971 to 2148'],
    ['date', '2149-01-01', 'is not in the years 1971 to 2148'],
    ['from_currency', 'eur', 'from_currency "eur" is no code of ISO 4217 in capitals, like EUR'],
    ['to_currency', 'XYQ', 'to_currency "XYQ" is no code'],
    ['to_currency', 'EUR', 'EUR needs no rate to itself'],
  ])('with the %s "%s" is refused: %s', (column, text, reason) => {
    const row = readRate({ ...stated, [column]: text });
    expect(row).toMatchObject({ ok: false, faults: [expect.stringContaining(reason) as string] });
  });

  test('with several faults tells all of them', () => {
    const row = readRate(cells('today', 'euro', 'dollar', 'much'));
    expect(row.ok ? [] : row.faults).toHaveLength(4);
  });
});

describe('a header', () => {
  test('names the four columns in any order and in words', () => {
    expect(headerFault(['date', 'from_currency', 'to_currency', 'rate'])).toBeUndefined();
    expect(headerFault(['Rate', 'To Currency', 'from currency', 'DATE'])).toBeUndefined();
  });

  test.each([
    [['date', 'from_currency', 'rate']],
    // A column nobody reads may change what the rate means.
    [['date', 'from_currency', 'to_currency', 'rate', 'unit']],
    [['date', 'from_currency', 'to_currency', 'rate', 'rate']],
    [['date;from_currency;to_currency;rate']],
    [[]],
  ])('of %j is refused, with what it has and what it needs', (header) => {
    expect(headerFault(header)).toMatch(
      /^its header has .+; it needs exactly the columns date, from_currency, to_currency, rate$/,
    );
  });
});

describe('a file', () => {
  test('has every fault with its line, in their order', () => {
    const { faults } = read(
      { line: 2, cells: stated },
      { line: 3, cells: { ...stated, rate: 'x' } },
      { line: 5, cells: { ...stated, date: '2026-04-01', from_currency: 'E' } },
      { line: 4, reason: 'has 3 cells where the header has 4' },
      { line: 7, cells: { ...stated, rate: '1.09' } },
    );
    expect(faults.map(({ line }) => line)).toEqual([3, 4, 5, 7]);
    expect(faults[3]?.reason).toBe(
      'states 1.09 where line 2 states 1.0845 for the same day and currencies: keep one',
    );
  });

  test('may state the same twice, and a pair in both directions', () => {
    const inverse = cells('2026-03-31', 'USD', 'EUR', '0.92');
    const { rates, faults } = read(
      { line: 2, cells: stated },
      { line: 3, cells: { ...stated, rate: '1.08450' } },
      { line: 4, cells: inverse },
    );
    expect({ rates, faults }).toEqual({ rates: [stated, inverse], faults: [] });
  });

  test('of a header alone states no rate, which is a fault', () => {
    expect(read()).toEqual({ rates: [], faults: [{ line: 1, reason: 'there is no rate below the header' }] });
  });

  test('is read by the names of its columns', () => {
    const row = { Date: '2026-03-31', 'From Currency': 'EUR', 'to currency': 'USD', RATE: '1.0845' };
    expect(read({ line: 2, cells: row }).rates).toEqual([stated]);
  });
});

describe('an import', () => {
  const other = cells('2026-03-31', 'USD', 'JPY', '150.00');
  const later = cells('2026-04-01', 'EUR', 'USD', '1.09');

  test('adds what is new, corrects what stands otherwise, leaves what stands', () => {
    expect(compareRates([stated, other], [{ ...stated, rate: '1.08' }, other, later])).toEqual({
      added: [later],
      corrected: [{ ...stated, rate: '1.08', former: '1.0845' }],
      unchanged: 1,
    });
  });

  test('done twice changes nothing the second time', () => {
    const rate = fc.record({
      date: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
      from_currency: fc.constantFrom('EUR', 'USD'),
      to_currency: fc.constantFrom('JPY', 'KWD'),
      rate: fc.integer({ min: 1, max: 9 }).map((units) => `${units}.00`),
    });
    const distinct = fc.uniqueArray(rate, {
      selector: (one) => `${one.date} ${one.from_currency} ${one.to_currency}`,
    });
    fc.assert(
      fc.property(distinct, distinct, (standing, given) => {
        const { added, corrected } = compareRates(standing, given);
        const standsThen = [
          ...standing.filter(
            (one) =>
              !corrected.some(
                (each) =>
                  each.date === one.date &&
                  each.from_currency === one.from_currency &&
                  each.to_currency === one.to_currency,
              ),
          ),
          ...added,
          ...corrected,
        ];
        expect(compareRates(standsThen, given)).toEqual({
          added: [],
          corrected: [],
          unchanged: given.length,
        });
      }),
    );
  });
});
