import { readFileSync } from 'node:fs';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import { expect, test } from 'vitest';
import { handoffUpdatedActions } from '@revloop/schemas/generated.ts';
import { neededField } from '@revloop/schemas/handoff-act.ts';
import { checkUpdate, lengths, updateEvent } from './handoff-update.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const extra = {
  note: 'called twice',
  until: '2026-03-03T09:00:00+01:00',
  owner_id: 'kim',
  reason: 'waiting_for_buyer',
};
const act = (action: string, more: object = {}): Record<string, unknown> => {
  const needed = neededField[action as keyof typeof neededField];
  return {
    update_id: '0b54a1c6-aaaa',
    handoff_id: 'crm/m1',
    action,
    actor: 'sam',
    acted_at: '2026-03-02T08:59:58.120Z',
    ...(needed && { [needed]: extra[needed] }),
    ...more,
  };
};
const faultsOf = (body: unknown, actor?: string): readonly string[] => {
  const checked = checkUpdate(body, actor, now);
  return checked.ok ? [] : checked.faults;
};

test.each(handoffUpdatedActions)('%s becomes an event that its schema takes', (action) => {
  const checked = checkUpdate(act(action), undefined, now);
  if (!checked.ok) throw new Error(checked.faults.join('; '));
  const event = updateEvent(checked.update, { account_id: 'acme', contact_id: '' });
  const parsed = parseEvent(event, 'console', now);
  expect(parsed).toMatchObject({
    ok: true,
    event: {
      type: 'handoff_updated',
      event_id: '0b54a1c6-aaaa',
      source: 'console',
      occurred_at: Date.parse('2026-03-02T08:59:58.120Z'),
      account_id: 'acme',
      contact_id: null,
      properties: { handoff_id: 'crm/m1', action, actor: 'sam' },
    },
  });
});

test('the longest texts that are let through are taken by the schema too', () => {
  const body = act('paused', {
    ...Object.fromEntries(
      (['actor', 'note', 'reason', 'handoff_id', 'update_id'] as const).map((name) => [
        name,
        'x'.repeat(lengths[name]),
      ]),
    ),
  });
  const checked = checkUpdate(body, undefined, now);
  if (!checked.ok) throw new Error(checked.faults.join('; '));
  const event = updateEvent(checked.update, { account_id: '', contact_id: 'c1' });
  expect(parseEvent(event, 'console', now)).toMatchObject({ ok: true });
});

test('the same act gives the same event, whenever it is sent', () => {
  const events = [now, now + 60_000].map((at) => {
    const checked = checkUpdate(act('acknowledged'), undefined, at);
    return checked.ok && updateEvent(checked.update, { account_id: 'acme', contact_id: 'c1' });
  });
  expect(events[0]).toEqual(events[1]);
});

test('who is signed in counts, not who the body says', () => {
  const checked = checkUpdate(act('acknowledged', { actor: 'somebody else' }), 'kim', now);
  expect(checked).toMatchObject({ ok: true, update: { actor: 'kim' } });
  const { actor: _, ...unsigned } = act('acknowledged');
  expect(faultsOf(unsigned, 'kim')).toEqual([]);
  expect(faultsOf(unsigned)).toEqual(['actor is missing']);
});

test('everything that is wrong is told at once', () => {
  expect(faultsOf([])).toEqual(['the body must be a JSON object']);
  expect(faultsOf({ action: 7, colour: 'red' })).toEqual([
    expect.stringContaining('unknown field colour'),
    'update_id is missing',
    'handoff_id is missing',
    'acted_at is missing',
    'actor is missing',
    'action must be a text of 1 to 32 characters',
  ]);
  expect(faultsOf(act('snoozed', { until: 'soon', owner_id: 'kim' }))).toEqual([
    'owner_id has no meaning for snoozed',
    'until must be an ISO 8601 time with a zone, like 2026-03-02T09:00:00Z',
  ]);
  expect(faultsOf(act('resolved', { update_id: 'a b', acted_at: 'now' }))).toEqual([
    'update_id must be 8 to 64 letters, digits, _ and -, made anew for each act',
    expect.stringContaining('acted_at must be an ISO'),
  ]);
});

test.each([
  [act('commented', { note: undefined }), 'note is missing: commented needs it'],
  [act('commented', { note: '  ' }), 'note must be a text of 1 to 1024 characters'],
  [act('paused', { reason: undefined }), 'reason is missing: paused needs it'],
  [act('acknowledged', { owner_id: 'kim' }), 'owner_id has no meaning for acknowledged'],
  [act('snoozed', { until: '2026-03-02T09:00:00Z' }), 'until must be later than now'],
  [act('snoozed', { until: '2028-03-02T09:00:00Z' }), 'until must be within a year'],
  [act('resolved', { acted_at: '2026-03-01T09:00:00Z' }), 'acted_at must be within the last hour: act again'],
  [act('resolved', { acted_at: '2026-03-02T09:00:00' }), expect.stringContaining('acted_at must be an ISO')],
])('%j is refused', (body, fault) => {
  expect(faultsOf(body)).toEqual([fault]);
});

test('the example of the docs is taken', () => {
  const docs = readFileSync(new URL('../../../docs/console.md', import.meta.url), 'utf8');
  const example: unknown = JSON.parse(/```json\n([\s\S]+?)```/.exec(docs)?.[1] ?? '');
  expect(checkUpdate(example, undefined, now)).toEqual({ ok: true, update: example });
});
