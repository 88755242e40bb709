import { expect, test } from 'vitest';
import { handoffUpdatedActions } from '@revloop/schemas/generated.ts';
import { checkUpdate } from '../../core/handoff-update.ts';
import { actOf, laterBy, type Said } from './act-attempt.ts';

const now = Date.parse('2026-03-02T09:10:00Z');
const said: Said = {
  actor: 'sam',
  note: 'called',
  until: laterBy(now, 4),
  owner_id: 'kim',
  reason: 'waiting_for_buyer',
};

test.each(handoffUpdatedActions)('%s as the form says it is taken by the console', (action) => {
  const { update } = actOf(undefined, 'crm/m1', action, said, now);
  expect(checkUpdate(update, undefined, now + 1_000)).toEqual({ ok: true, update });
});

test('tried again it is the same act; changed it is another, later one', () => {
  const first = actOf(undefined, 'crm/m1', 'commented', said, now);
  expect(actOf(first, 'crm/m1', 'commented', said, now + 5_000)).toBe(first);
  const second = actOf(first, 'crm/m1', 'commented', { ...said, note: 'called twice' }, now);
  expect(second.update.update_id).not.toBe(first.update.update_id);
  expect(second.update.acted_at > first.update.acted_at).toBe(true);
});

test('a snooze ends at a full hour', () => {
  expect(laterBy(now, 4)).toBe('2026-03-02T14:00');
});
