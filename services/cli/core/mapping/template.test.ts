// Templates and what is computed from them.
import { describe, expect, test } from 'vitest';
import { parseCondition } from './condition.ts';
import { expression } from './expression.ts';
import type { Row } from './row.ts';
import { slug } from './slug.ts';
import { parseTemplate } from './template.ts';

const row: Row = {
  cells: { id: '7', 'Deal Name': 'Café Müller & Co.', blank: '', price: '1.234,50' },
  found: { account: { sector: 'retail' }, missing: undefined },
  line: 3,
  number: 2,
  key: 'abc',
};
const lookups = new Set(['account', 'missing']);
const template = (text: string) => {
  const parsed = parseTemplate(text, lookups);
  if ('faults' in parsed) throw new Error(parsed.faults.join('; '));
  return parsed.template;
};
const read = (text: string): string => template(text).read(row);
const faults = (text: string) => {
  const parsed = parseTemplate(text, lookups);
  return 'faults' in parsed ? parsed.faults : [];
};

describe('a template', () => {
  test('puts columns, looked-up columns and the place of the row into a text', () => {
    expect(read('crm-{id}-{account.sector}-{@row}-{@row_key}')).toBe('crm-7-retail-2-abc');
    expect(read('{Deal Name|slug}')).toBe('cafe-muller-co');
    expect(read('{Deal Name|upper}')).toBe('CAFÉ MÜLLER & CO.');
    expect(read('always the same')).toBe('always the same');
  });
  test('is empty as soon as one of its columns is', () => {
    expect(read('x-{blank}')).toBe('');
    expect(read('x-{missing.sector}')).toBe('');
  });
  test('tells what is wrong with it', () => {
    expect(faults('{id')).toEqual(['"{id" has a brace without its partner']);
    expect(faults('{}')).toEqual(['"{}" has empty braces']);
    expect(faults('{id|slog}')[0]).toContain('there are |slug, |lower, |upper');
    expect(faults('{@line}')[0]).toContain('there are {@row} and {@row_key}');
  });
});

test('a value can be mapped, have a default, and carry foreign number marks', () => {
  expect(expression(template('{id}'), { map: new Map([['7', 'seven']]) }).read(row)).toBe('seven');
  expect(expression(template('{id}'), { map: new Map([['8', 'eight']]) }).read(row)).toBe('7');
  expect(expression(template('{blank}'), { byDefault: 'unknown' }).read(row)).toBe('unknown');
  expect(expression(template('{price}'), { decimal: ',', thousands: '.' }).read(row)).toBe('1234.50');
});

test('a condition compares a column, or asks whether it is there', () => {
  const holds = (text: string): boolean => {
    const parsed = parseCondition(text, lookups);
    if ('faults' in parsed) throw new Error(parsed.faults.join('; '));
    return parsed.condition.holds(row);
  };
  expect([holds('id = 7'), holds('id != 7'), holds('Deal Name is set'), holds('blank is empty')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(holds('account.sector = retail')).toBe(true);
  expect(parseCondition('id == 7', lookups)).toHaveProperty('faults');
});

test('a slug keeps letters of every script and nothing else', () => {
  expect(slug('  Ŝanĝo—2,000 ')).toBe('sango-2-000');
  expect(slug('北京 公司')).toBe('北京-公司');
  expect(slug('!!!')).toBe('');
});
