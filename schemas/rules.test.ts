import { expect, test } from 'vitest';
import type { FunnelEvent } from './generated.ts';
import { eventRecords, typeName } from './load.ts';
import { judged, parseEvent } from './parse-event.ts';
import { plainEvent } from './plain-event.ts';
import { refusalOf } from './rules.ts';

const received = Date.UTC(2026, 0, 10);
const required = eventRecords.filter((record) => record.requiresProperties).map(typeName);
const types = required.filter((type) => type.endsWith('merged'));
const merge = (type: string, properties: object, more: object = {}) => ({
  ...{ type, event_id: 'm1', occurred_at: '2026-01-09T10:00:00Z' },
  ...(type.startsWith('account') ? { account_id: 'acme' } : { contact_id: 'acme' }),
  ...{ properties, ...more },
});

test('merges, unmerges and what people do about a handoff are the types that require properties', () => {
  expect(required).toEqual([
    'account_merged',
    'account_unmerged',
    'contact_merged',
    'contact_unmerged',
    'handoff_updated',
  ]);
});

test.each(types)('%s keeps whom it merged beside its other properties', (type) => {
  const json = merge(type, { merged_id: 'acme gmbh', why: 'same domain' });
  const parsed = parseEvent(json, 'crm', received);
  expect(parsed).toMatchObject({ ok: true, event: { type, properties: json.properties } });
  expect(plainEvent(json, 'crm', received)).toEqual(parsed.ok && parsed.event);
});

test.each(types)('%s is refused where it does not say which two are meant', (type) => {
  const survivor = type.startsWith('account') ? 'account_id' : 'contact_id';
  const refusals: readonly [object, object, string, string][] = [
    [{}, {}, 'missing_field', 'properties.merged_id is required'],
    [{ merged_id: '' }, {}, 'invalid_field', 'properties.merged_id is empty'],
    [{ merged_id: 'acme' }, {}, 'invalid_field', `properties.merged_id must be another id than ${survivor}`],
    [
      { merged_id: 'x'.repeat(129) },
      {},
      'invalid_field',
      'properties.merged_id is longer than 128 characters',
    ],
    [{ merged_id: 'a\0' }, {}, 'invalid_field', 'properties.merged_id holds a zero character'],
    [{ merged_id: 'b' }, { [survivor]: null }, 'missing_field', `${survivor} is required`],
    [{ merged_id: 'b' }, { properties: undefined }, 'missing_field', 'properties.merged_id is required'],
  ];
  for (const [properties, more, code, message] of refusals) {
    const json = JSON.parse(JSON.stringify(merge(type, properties, more))) as object;
    expect(parseEvent(json, 'crm', received)).toEqual({ ok: false, code, message, event_id: 'm1' });
  }
});

test('what a merge requires, other types may say as they like', () => {
  const touch = { ...merge('account_merged', { merged_id: 'acme' }), type: 'content_viewed' };
  const parsed = judged(touch, 'web', received);
  expect(parsed).toMatchObject({ ok: true, event: { properties: { merged_id: 'acme' } } });
  expect(refusalOf(parsed.ok ? parsed.event : ({} as FunnelEvent))).toBeUndefined();
});

const update = (properties: object) => ({
  ...{ type: 'handoff_updated', event_id: 'u1', occurred_at: '2026-01-09T10:00:00Z', account_id: 'acme' },
  properties: { handoff_id: 'crm/m1', action: 'acknowledged', actor: 'sam', ...properties },
});

test('what somebody does about a handoff says which, what and who', () => {
  const json = update({ note: 'calling her at noon' });
  const parsed = parseEvent(json, 'crm', received);
  expect(parsed).toMatchObject({ ok: true, event: { properties: json.properties, reason: null } });
  expect(plainEvent(json, 'crm', received)).toEqual(parsed.ok && parsed.event);
  const refusals: readonly [object, string, string][] = [
    [{ actor: undefined }, 'missing_field', 'properties.actor is required'],
    [{ handoff_id: '' }, 'invalid_field', 'properties.handoff_id is empty'],
    [
      { action: 'accepted' },
      'invalid_field',
      'properties.action must be one of acknowledged, commented, reassigned, snoozed, resolved, paused, resumed',
    ],
  ];
  for (const [properties, code, message] of refusals)
    expect(parseEvent(JSON.parse(JSON.stringify(update(properties))), 'crm', received)).toMatchObject({
      ok: false,
      code,
      message,
    });
});
