import { describe, expect, test } from 'vitest';
import { actEvent, readAct } from './act-event.ts';
import { start } from './telling/testing.ts';

const handoff = { handoff_id: 'crm/m', account_id: 'acme', contact_id: null };
const later = new Date(start + 3_600_000).toISOString();

describe('an act', () => {
  test.each([
    ['an acknowledgement', { action: 'acknowledged', actor: ' ann ', note: 'calling' }],
    ['a snooze', { action: 'snoozed', actor: 'ann', until: later }],
    ['a reassignment', { action: 'reassigned', actor: 'ann', owner_id: 'bob' }],
    ['a pause', { action: 'paused', actor: 'ann', reason: 'waiting_for_buyer' }],
    ['a null, which is nothing', { action: 'resolved', actor: 'ann', note: null, until: null }],
  ])('is taken: %s', (_, body) => {
    const read = readAct(body, start);
    if (!read.ok) throw new Error(read.message);
    const made = actEvent(handoff, read.act, 'e1', start);
    expect(made).toMatchObject({
      ok: true,
      event: {
        type: 'handoff_updated',
        source: 'alerting',
        event_id: 'e1',
        account_id: 'acme',
        occurred_at: start,
        properties: { handoff_id: 'crm/m', action: body.action, actor: 'ann' },
      },
    });
  });

  test.each([
    ['not_an_object', []],
    ['unknown_field', { action: 'acknowledged', actor: 'ann', hello: 'x' }],
    ['invalid_field', { action: 'deleted', actor: 'ann' }],
    ['missing_field', { action: 'snoozed', actor: 'ann' }],
  ])('is refused as %s: %j', (code, body) => {
    expect(readAct(body, start)).toMatchObject({ ok: false, code });
  });

  test('that breaks the rules of events is refused by them', () => {
    const made = actEvent(
      handoff,
      { action: 'commented', actor: 'ann', note: 'x'.repeat(1_025) },
      'e',
      start,
    );
    expect(made).toMatchObject({ ok: false, code: 'invalid_field' });
    const nobody = { ...handoff, account_id: null };
    expect(actEvent(nobody, { action: 'resolved', actor: 'ann' }, 'e', start)).toMatchObject({ ok: false });
  });
});
