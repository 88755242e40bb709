import { describe, expect, test } from 'vitest';
import { handoffUpdatedActions } from './generated.ts';
import { checkAct, neededField } from './handoff-act.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const later = '2026-03-03T09:00:00+01:00';
const needed = { note: 'called twice', until: later, owner_id: 'kim', reason: 'waiting_for_buyer' };

describe('the body of an act', () => {
  test.each(handoffUpdatedActions)('is taken of %s, trimmed, with what it needs alone', (action) => {
    const field = neededField[action];
    const said = { action, actor: 'sam', ...(field && { [field]: needed[field] }) };
    expect(checkAct({ ...said, actor: ' sam ' }, now)).toEqual({ ok: true, act: said });
    if (!field) return;
    expect(checkAct({ ...said, [field]: null }, now)).toEqual({
      ok: false,
      faults: [{ code: 'missing_field', message: `${field} is missing: ${action} needs it` }],
    });
  });

  test.each([
    ['not_an_object', 'the body must be a JSON object', []],
    ['not_an_object', 'the body must be a JSON object', 'acknowledged'],
    ['unknown_field', 'unknown field hello', { action: 'resolved', actor: 'ann', hello: 'x' }],
    ['invalid_field', 'action must be one of acknowledged, ', { action: 'deleted', actor: 'ann' }],
    ['invalid_field', 'action must be one of acknowledged, ', { action: 'toString', actor: 'ann' }],
    ['unknown_field', 'unknown field constructor', { action: 'resolved', actor: 'ann', constructor: 'x' }],
    ['invalid_field', 'actor must be a text of 1 to 128', { action: 'resolved', actor: 7 }],
    ['invalid_field', 'actor must be a text of 1 to 128', { action: 'resolved', actor: ' ' }],
    ['missing_field', 'actor is missing', { action: 'resolved', actor: null }],
    ['invalid_field', 'owner_id has no meaning', { action: 'resolved', actor: 'ann', owner_id: 'bob' }],
    ['invalid_field', 'until has no meaning', { action: 'resolved', actor: 'ann', until: later }],
    ['invalid_field', 'until must be an ISO', { action: 'snoozed', actor: 'ann', until: '2026-06-01' }],
    [
      'invalid_field',
      'until must be later',
      { action: 'snoozed', actor: 'ann', until: '2026-03-02T09:00:00Z' },
    ],
    ['invalid_field', 'within a year', { action: 'snoozed', actor: 'ann', until: '2028-06-01T00:00:00Z' }],
  ])('is refused as %s: %s', (code, said, body) => {
    const checked = checkAct(body, now);
    expect(checked).toEqual({
      ok: false,
      faults: [{ code, message: expect.stringContaining(said) as string }],
    });
  });

  test('has to hold what a way in asks for besides', () => {
    const body = { action: 'resolved', actor: 'ann' };
    expect(checkAct({ ...body, id: ' a ' }, now, { id: 8 })).toEqual({ ok: true, act: { ...body, id: 'a' } });
    expect(checkAct(body, now, { id: 8 })).toMatchObject({ faults: [{ message: 'id is missing' }] });
  });
});
