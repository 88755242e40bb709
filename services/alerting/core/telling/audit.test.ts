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
const on = (...channels: readonly string[]): Standing['told'] =>
  channels.map((channel_id) => ({ channel_id, owner_id: 'sam' }));
const breach = breached('m', start, { owner_id: 'sam' });

describe('what should have been told by now', () => {
  test('is what a route leads to a channel where it was neither told nor given up, once telling may have taken its time', () => {
    expect(overdue([{ fact: breach, told: [] }], 1)).toEqual([]);
    expect(overdue([{ fact: breach, told: [] }], 2)).toEqual(['chat']);
    expect(overdue([{ fact: breach, told: [] }], 3)).toEqual(['chat', 'mail']);
    expect(overdue([{ fact: breach, told: on('chat', 'mail') }], 60)).toEqual([]);
  });

  test('is no history, and nothing from before a channel was there', () => {
    const old = { ...breach, at: start - 2 * hour_ms };
    expect(overdue([{ fact: old, told: [] }], 60)).toEqual([]);
    const channels = [channel('new')];
    expect(overdue([{ fact: breach, told: [] }], 60, { channels })).toEqual([]);
  });

  test('is nothing that is held back, or was a moment ago', () => {
    const teams = { west: team({ paused_until: start + 30 * minute_ms }) };
    const at = (minutes: number) => overdue([{ fact: breach, told: on('mail') }], minutes, { teams });
    expect([at(29), at(31), at(33)]).toEqual([[], [], ['chat']]);
  });

  test('is nothing that people hold back, and no escalation of what somebody is on', () => {
    const held = { fact: breach, told: on('mail'), held_until: start + 30 * minute_ms };
    expect([overdue([held], 29), overdue([held], 31), overdue([held], 33)]).toEqual([[], [], ['chat']]);
    const escalated = {
      fact: fact('m', 'breached', 'escalation', start),
      told: [],
      is_acknowledged: true,
    };
    expect(overdue([escalated], 60)).toEqual([]);
  });

  test('is of whoever it is reassigned to what is due since, on channels that were told of somebody else too, by the most urgent level', () => {
    const told = on('chat', 'mail');
    const given = { owner_id: 'ann', at: start + 30 * minute_ms };
    const acted_at = given.at;
    const handed = { fact: breach, told, given, acted_at };
    expect([overdue([handed], 31), overdue([handed], 33)]).toEqual([[], ['chat', 'mail']]);
    const retold = [...told, { channel_id: 'chat', owner_id: 'ann' }];
    expect(overdue([{ ...handed, told: retold }], 33)).toEqual(['mail']);
    expect(overdue([{ ...handed, is_acknowledged: true }], 33)).toEqual([]);
    const warning = { ...handed, fact: fact('m', 'warned', 'warning', start, { owner_id: 'sam' }) };
    expect(overdue([warning, { ...handed, told: retold }], 33)).toEqual(['mail']);
  });

  test('stays so of its owner then, though it is reassigned later; unless somebody acted before it was due, or it was held back', () => {
    const owners = {
      ...parts.owners,
      sam: { name: 'Sam', team: 'west', channels: ['chat'] },
      ann: { name: 'Ann', team: 'east', channels: ['mail'] },
    };
    const more = { owners, routes: [route(['owner'])] };
    const given = { owner_id: 'ann', at: start + 30 * minute_ms };
    const told = [{ channel_id: 'mail', owner_id: 'ann' }];
    const missed = { fact: breach, told, given, acted_at: given.at };
    expect(overdue([missed], 33, more)).toEqual(['chat']);
    expect(overdue([{ ...missed, acted_at: start + minute_ms }], 33, more)).toEqual([]);
    const teams = { west: team({ paused_until: start + 29 * minute_ms }) };
    expect(overdue([missed], 33, { ...more, teams })).toEqual([]);
  });

  test('is no older for being said anew', () => {
    const late = { ...breach, derived_at: start + 2 * hour_ms };
    expect(overdue([{ fact: late, told: [] }], 130)).toEqual([]);
    expect(overdue([{ fact: late, told: [], first_lag_ms: 0 }], 130)).toEqual(['chat', 'mail']);
  });

  test('is nothing for whom no route leads to', () => {
    const routes = [route(['chat'], { match: { level: ['escalation'] } })];
    expect(overdue([{ fact: breach, told: [] }], 60, { routes })).toEqual([]);
  });
});
