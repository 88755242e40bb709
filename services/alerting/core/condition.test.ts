import { expect, test } from 'vitest';
import { isMeant, propertyNamesOf } from './condition.ts';
import { readPolicyFile } from './policy-file.ts';
import { stageEventOf, type StageEvent } from './stage-event.ts';
import { always, fileOf, opened, peopleOf, said, rest } from './testing-lint.ts';
import { event } from './testing.ts';

const read = (conditions: string) => {
  const file = readPolicyFile(fileOf({ decision: [`${opened}, ${always}, ${conditions}`] }));
  if (!file.ok) throw new Error(file.faults.join('\n'));
  const version = file.policies.policies[0]!.versions[0]!;
  const isFor = (more: Partial<StageEvent>, team: string | null = null): boolean =>
    isMeant(version, event('mql_created', 0, 'm', more), team);
  return { version, isFor, names: [...file.policies.property_names] };
};

test('channel and owner are those of the event that opened the handoff, any other name is a property', () => {
  const { isFor, names } = read('where: { channel: webinar, segment: enterprise }, unless: { owner: sam }');
  const meant = { channel: 'webinar', properties: { segment: 'enterprise' } };
  expect(isFor(meant)).toBe(true);
  expect(isFor({ ...meant, owner_id: 'kim' })).toBe(true);
  expect(isFor({ ...meant, owner_id: 'sam' })).toBe(false);
  expect(isFor({ ...meant, channel: null })).toBe(false);
  expect(isFor({ ...meant, properties: {} })).toBe(false);
  expect(isFor({ properties: { segment: 'enterprise', channel: 'webinar' } })).toBe(false);
  expect(names).toEqual(['segment']);
});

test('team is that of the owner, as the directory says, and no property', () => {
  const { isFor, names } = read('where: { team: [west, east] }');
  expect([isFor({}, 'west'), isFor({}, 'east'), isFor({}, 'north'), isFor({})]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isFor({ properties: { team: 'west' } })).toBe(false);
  expect(names).toEqual([]);
});

test('of a list any value will do', () => {
  const { isFor, version } = read('where: { channel: [webinar, fair] }, unless: { segment: [small, test] }');
  expect([isFor({ channel: 'webinar' }), isFor({ channel: 'fair' }), isFor({ channel: 'ads' })]).toEqual([
    true,
    true,
    false,
  ]);
  expect(isFor({ channel: 'fair', properties: { segment: 'test' } })).toBe(false);
  expect(propertyNamesOf(version)).toEqual(['segment']);
});

test('a list without a value is refused', () => {
  const file = readPolicyFile(fileOf({ decision: [`${opened}, ${always}, where: { channel: [] }`] }));
  expect(file.ok ? [] : file.faults).toEqual([expect.stringContaining('where.channel names no value')]);
});

test('a stage event keeps its channel', () => {
  const { opportunity_id, reason, arrived_at, ...funnel } = event('mql_created', 0, 'm', { channel: 'fair' });
  const more = { anonymous_id: null, campaign_id: null, content_id: null };
  expect([opportunity_id, reason]).toEqual([null, null]);
  expect(stageEventOf({ ...funnel, ...more } as never, new Set(), arrived_at)?.channel).toBe('fair');
});

test('gaps and unknown owners are found in lists as well', () => {
  const some = `${opened}, ${always}, where: { owner: [sam, kim, lee] }`;
  const other = `${opened}, ${always}, unless: { owner: [sam, kim] }`;
  expect(said(fileOf({ some: [some], other: [other], ...rest }), { people: peopleOf('sam', 'kim') })).toEqual(
    [
      'warning unknown_owner: some version 1: there is no owner "lee"',
      'note overlap: some and other both judge opened handoffs with owner "lee"',
    ],
  );
  expect(said(fileOf({ other: [other], ...rest }))).toEqual([
    'warning gap: no policy judges opened handoffs with owner "sam"',
    'warning gap: no policy judges opened handoffs with owner "kim"',
  ]);
});
