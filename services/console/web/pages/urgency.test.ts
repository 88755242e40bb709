import { expect, test } from 'vitest';
import { urgencyOf } from './urgency.ts';

const handoff = {
  opened_at: '2026-03-02T08:00:00.000Z',
  due_at: '2026-03-02T12:00:00.000Z',
  paused_at: null,
};
const at = (time: string) => urgencyOf(handoff, Date.parse(`2026-03-02T${time}Z`));

test('a handoff is calm, then due soon from three quarters on, then overdue', () => {
  expect(at('09:00:00')).toEqual({ kind: 'calm', seconds: 3 * 3600, spent: 0.25 });
  expect(at('11:00:00')).toEqual({ kind: 'soon', seconds: 3600, spent: 0.75 });
  expect(at('12:00:00').kind).toBe('soon');
  expect(at('12:00:01')).toEqual({ kind: 'overdue', seconds: 1, spent: 1 });
});

test('a handoff without a clock is neither calm nor late', () => {
  expect(urgencyOf({ ...handoff, due_at: null }, 0).kind).toBe('undated');
});

test('a handoff dated after now has used up nothing', () => {
  expect(at('07:00:00').spent).toBe(0);
});

test('a handoff whose clock stands still keeps what was left when it was paused, whatever the time is', () => {
  const paused = { ...handoff, paused_at: '2026-03-02T10:00:00.000Z' };
  for (const time of ['10:00:01', '13:00:00'])
    expect(urgencyOf(paused, Date.parse(`2026-03-02T${time}Z`))).toEqual({
      kind: 'paused',
      seconds: 2 * 3600,
      spent: 0,
    });
});

test('a handoff that was late when it was paused says by how much', () => {
  const paused = { ...handoff, paused_at: '2026-03-02T12:30:00.000Z' };
  expect(urgencyOf(paused, Date.parse('2026-03-02T13:00:00Z')).seconds).toBe(-1800);
});
