import { describe, expect, test } from 'vitest';
import { overdueOf, type Standing } from './audit.ts';
import {
  breached,
  channel,
  directory,
  fact,
  hour_ms,
  minute_ms,
  route,
  start,
  team,
  type DirectoryParts,
} from './testing.ts';

const parts: DirectoryParts = {
  channels: [
    channel('chat'),
    channel('mail', { gathering: { wait_ms: 60_000, digest_from: 5, per_minute: 9 } }),
  ],
  owners: { sam: { name: 'Sam', team: 'west', channels: [] } },
};
const overdue = (
  standing: readonly Standing[],
  minutes: number,
  more: Partial<DirectoryParts> = {},
): readonly string[] =>
  overdueOf(
    standing,
    {
      directory: directory({ ...parts, ...more }),
      age_ms_max: hour_ms,
      grace_ms: 2 * minute_ms,
      since: (channel_id) => (channel_id === 'new' ? start + 1 : 0),
    },
    start + minutes * minute_ms,
  ).map(({ channel_id }) => channel_id);
const breach = breached('m', start, { owner_id: 'sam' });

describe('what should have been told by now', () => {
  test('is what a route leads to a channel where it was neither told nor given up, once telling may have taken its time', () => {
    expect(overdue([{ fact: breach, told_on: [] }], 1)).toEqual([]);
    expect(overdue([{ fact: breach, told_on: [] }], 2)).toEqual(['chat']);
    expect(overdue([{ fact: breach, told_on: [] }], 3)).toEqual(['chat', 'mail']);
    expect(overdue([{ fact: breach, told_on: ['chat', 'mail'] }], 60)).toEqual([]);
  });

  test('is no history, and nothing from before a channel was there', () => {
    const old = { ...breach, at: start - 2 * hour_ms };
    expect(overdue([{ fact: old, told_on: [] }], 60)).toEqual([]);
    const channels = [channel('new')];
    expect(overdue([{ fact: breach, told_on: [] }], 60, { channels })).toEqual([]);
  });

  test('is nothing that is held back, or was a moment ago', () => {
    const teams = { west: team({ paused_until: start + 30 * minute_ms }) };
    const at = (minutes: number) => overdue([{ fact: breach, told_on: ['mail'] }], minutes, { teams });
    expect([at(29), at(31), at(33)]).toEqual([[], [], ['chat']]);
  });

  test('is nothing that people hold back, no escalation of what somebody is on, and of a new owner what is due since', () => {
    const held = { fact: breach, told_on: ['mail'], held_until: start + 30 * minute_ms };
    expect([overdue([held], 29), overdue([held], 31), overdue([held], 33)]).toEqual([[], [], ['chat']]);
    const escalated = {
      fact: fact('m', 'breached', 'escalation', start),
      told_on: [],
      is_acknowledged: true,
    };
    expect(overdue([escalated], 60)).toEqual([]);
    const given = { fact: breach, told_on: ['mail'], reassigned_at: start + 30 * minute_ms };
    expect([overdue([given], 31), overdue([given], 33)]).toEqual([[], ['chat']]);
  });

  test('is nothing for whom no route leads to', () => {
    const routes = [route(['chat'], { match: { level: ['escalation'] } })];
    expect(overdue([{ fact: breach, told_on: [] }], 60, { routes })).toEqual([]);
  });
});
