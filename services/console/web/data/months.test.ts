import { expect, test } from 'vitest';
import { monthsOf } from './months.ts';

const known = Array.from({ length: 15 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`).slice(0, 12);
const longer = [...known, '2026-01', '2026-02'];

test('without a choice the last twelve months with visits are shown', () => {
  expect(monthsOf({}, longer)).toEqual({ from: '2025-03', to: '2026-02' });
});

test('a choice in the address stands, also outside the months with visits', () => {
  expect(monthsOf({ from: '2020-01', to: '2020-02' }, longer)).toEqual({ from: '2020-01', to: '2020-02' });
});

test('an earlier end alone shows the twelve months up to it', () => {
  expect(monthsOf({ to: '2025-06' }, longer)).toEqual({ from: '2025-01', to: '2025-06' });
});

test('a range written backwards is turned round', () => {
  expect(monthsOf({ from: '2026-02', to: '2025-06' }, longer)).toEqual({ from: '2025-06', to: '2026-02' });
});

test('without any visits every month is asked for', () => {
  expect(monthsOf({}, [])).toEqual({ from: '1970-01', to: '2099-12' });
});
