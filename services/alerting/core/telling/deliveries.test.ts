import { describe, expect, test } from 'vitest';
import { breached, channel, fact, hour_ms, minute_ms, route, start, team } from './testing.ts';
import { at, away, chat, ended, withdrawn, world } from './testing-worlds.ts';

describe('a breach', () => {
  test('is told once on every channel, and so is its answer', () => {
    const one = world({ channels: [channel('chat'), channel('mail')] });
    one.say(breached('m', start), breached('m', start)).until(at(5));
    one.say(ended('m', 5), ended('m', 5)).until(at(10));
    for (const id of ['chat', 'mail']) expect(one.told(id)).toEqual(['alert m', 'resolved m']);
    expect(one.tellings()).toEqual([
      'decision/1/crm/m/breach/breached/told/chat',
      'decision/1/crm/m/breach/breached/told/mail',
      'decision/1/crm/m/breach/ended/told/chat',
      'decision/1/crm/m/breach/ended/told/mail',
    ]);
  });

  test('that was over, or taken back, before anybody was told is told to nobody', () => {
    const one = world(chat);
    one.answer = () => away;
    one.say(breached('m', start), breached('n', start)).until(at(1));
    one.say(ended('m', 1), withdrawn('n', 1));
    one.answer = () => ({ ok: true });
    one.until(at(600));
    expect(one.received).toEqual([]);
    expect(Object.fromEntries(one.deliveries.untold)).toEqual({ over: 2 });
  });

  test('that is history is told to nobody: derived long after it was true, or before the channel was there', () => {
    const one = world(chat);
    one.say(breached('m', start, { at: start - 61 * minute_ms })).until(at(5));
    expect(one.received).toEqual([]);
    expect(Object.fromEntries(one.deliveries.untold)).toEqual({ old: 1 });
  });

  test('that no route leads anywhere is counted', () => {
    const one = world({ ...chat, routes: [route(['chat'], { match: { policy: ['other'] } })] });
    one.say(breached('m', start)).until(at(5));
    expect(Object.fromEntries(one.deliveries.untold)).toEqual({ no_route: 1 });
  });

  test('that was told is withdrawn, and told anew when it is true again', () => {
    const one = world(chat);
    one.say(breached('m', start)).until(at(1));
    one.say(withdrawn('m', 1), fact('m', 'met', 'breach', at(1), { cause_event_id: 'e' })).until(at(2));
    expect(one.told('chat')).toEqual(['alert m', 'withdrawn m']);
    one
      .say(fact('m', 'withdrawn', 'unknown', at(2)), fact('m', 'breached', 'breach', at(3), {}, 2))
      .until(at(4));
    expect(one.told('chat')).toEqual(['alert m', 'withdrawn m', 'alert m']);
  });

  test('and the warning before it go together where both wait', () => {
    const one = world(chat);
    one.answer = (_, now) => (now < at(2) ? away : { ok: true });
    one.say(fact('m', 'warned', 'warning', start)).until(at(1));
    one.say(breached('m', at(1))).until(at(60));
    expect(one.received.map(({ delivery }) => delivery.facts.map(({ level }) => level))).toEqual([
      ['breach', 'warning'],
    ]);
    expect(one.tellings()).toHaveLength(2);
  });

  test('in force and unanswered is told again after its interval, under another id', () => {
    const one = world({ ...chat, routes: [route(['chat'], { repeat_ms: hour_ms })] });
    one.say(breached('m', start)).until(at(150));
    one.say(ended('m', 150)).until(at(600));
    expect(one.told('chat')).toEqual(['alert m', 'alert m', 'alert m', 'resolved m']);
    expect(new Set(one.received.map(({ delivery }) => delivery.message_id)).size).toBe(4);
    expect(one.tellings()[2]).toBe('decision/1/crm/m/breach/breached/told/chat/3');
  });
});

test('told facts of the time when there was one channel count for the webhook', () => {
  const one = world({ channels: [channel('webhook')] });
  one.log.push(breached('m', start), {
    ...breached('m', start),
    fact_id: `${breached('m', start).fact_id}/told`,
    fact: 'told',
  });
  one.restart();
  one.until(at(5)).say(ended('m', 5)).until(at(6));
  expect(one.told('webhook')).toEqual(['resolved m']);
});

describe('quiet hours', () => {
  const quiet = {
    until: (now: number) => (now >= at(10) && now < at(100) ? at(100) : undefined),
    longest_ms: 90 * minute_ms,
    escalations_break_through: true,
  };
  const parts = {
    channels: [channel('chat'), channel('pager', { keeps_state: true })],
    owners: { sam: { name: 'Sam', team: 'west', channels: [] } },
    teams: { west: team({ quiet }) },
  };
  const sam = { owner_id: 'sam' };

  test('postpone what is told, and of it what is over by then is told to nobody', () => {
    const one = world(parts).until(at(20));
    one.say(breached('m', at(20), sam), breached('n', at(20), sam), breached('o', at(20)));
    one.until(at(50)).say({ ...ended('n', 50), ...sam });
    one.until(at(99));
    expect(one.told('chat')).toEqual(['alert o']);
    one.until(at(101));
    expect(one.told('chat')).toEqual(['alert o', 'alert m']);
    expect(Object.fromEntries(one.deliveries.untold)).toEqual({ quiet: 2 });
  });

  test('let escalations through where the team says so, and ends to who keeps what is open', () => {
    const one = world(parts);
    one.say(breached('m', start, sam)).until(at(20));
    one.say(fact('m', 'breached', 'escalation', at(20), sam)).until(at(30));
    one.say({ ...ended('m', 30), ...sam }).until(at(40));
    expect(one.told('pager')).toEqual(['alert m', 'alert m', 'resolved m']);
    expect(one.told('chat')).toEqual(['alert m', 'alert m']);
    one.until(at(101));
    expect(one.told('chat')).toEqual(['alert m', 'alert m', 'resolved m']);
  });
});

test('a silence, and a paused team, postpone until they end, and what was over by then is counted', () => {
  const silence = { match: { policy: ['decision'] }, until: at(60), reason: 'migration', by: 'ann' };
  const silenced = world({ ...chat, silences: [silence] });
  silenced.say(breached('m', start), breached('n', start)).until(at(30)).say(ended('n', 30)).until(at(59));
  expect(silenced.received).toEqual([]);
  silenced.until(at(61));
  expect(silenced.told('chat')).toEqual(['alert m']);
  expect(Object.fromEntries(silenced.deliveries.untold)).toEqual({ silenced: 1 });
  const paused = world({
    ...chat,
    owners: { sam: { name: 'Sam', team: 'west', channels: [] } },
    teams: { west: team({ paused_until: at(60) }) },
  });
  paused.say(breached('m', start, { owner_id: 'sam' }), breached('n', start)).until(at(59));
  expect(paused.told('chat')).toEqual(['alert n']);
  expect(paused.until(at(61)).told('chat')).toEqual(['alert n', 'alert m']);
});

describe('an escalation', () => {
  const person = (name: string) => ({ name, team: 'west', channels: [`mail-${name}`] });
  const parts = {
    channels: [channel('chat'), channel('mail-sam'), channel('mail-ann'), channel('mail-bob')],
    owners: { sam: person('sam'), ann: person('ann'), bob: person('bob') },
    teams: { west: team({ escalation: ['ann', 'bob'], escalate_every_ms: 30 * minute_ms }) },
    routes: [route(['chat'])],
  };
  const escalated = fact('m', 'breached', 'escalation', start, { owner_id: 'sam' });

  test('goes to the first person on the list, and on to the next while nobody answers', () => {
    const one = world(parts).say(escalated).until(at(29));
    expect([one.told('mail-ann'), one.told('mail-bob')]).toEqual([['alert m'], []]);
    one.until(at(31));
    expect([one.told('mail-bob'), one.told('mail-sam')]).toEqual([['alert m'], []]);
  });

  test('of a later step goes to the person of that place at once, and to the last where there are fewer', () => {
    for (const level of ['escalation_2', 'escalation_5'] as const) {
      const later = fact('m', 'breached', level, start, { owner_id: 'sam' });
      const one = world(parts).say(later).until(at(1));
      expect([one.told('mail-ann'), one.told('mail-bob')]).toEqual([[], ['alert m']]);
    }
  });

  test('goes to nobody further once it is answered', () => {
    const one = world(parts).say(escalated).until(at(20)).say(ended('m', 20)).until(at(90));
    expect([one.told('chat'), one.told('mail-ann'), one.told('mail-bob')]).toEqual([
      ['alert m', 'resolved m'],
      ['alert m', 'resolved m'],
      [],
    ]);
  });
});

describe('a storm', () => {
  const gathering = { wait_ms: 0, digest_from: 20, per_minute: 30 };
  test('of 10,000 breaches in a minute becomes a few digests, and every breach is told in one of them', () => {
    const one = world({ channels: [channel('chat', { gathering })] });
    for (let tick = 0; tick < 100; tick += 1) {
      const now = start + tick * 600;
      one.until(now).say(...Array.from({ length: 100 }, (_, each) => breached(`${tick}-${each}`, now)));
    }
    one.until(at(10));
    expect(one.received.length).toBeLessThanOrEqual(5);
    expect(new Set(one.tellings()).size).toBe(10_000);
    expect(one.tellings()).toHaveLength(10_000);
  });

  test('that gathers for a while becomes one digest', () => {
    const one = world({ channels: [channel('chat', { gathering: { ...gathering, wait_ms: 30_000 } })] });
    for (let each = 0; each < 25; each += 1)
      one.until(start + each * 1_000).say(breached(`m${each}`, one.now));
    expect(one.received).toEqual([]);
    one.until(at(1));
    expect(
      one.received.map(({ at: when, delivery }) => [when, delivery.kind, delivery.facts.length]),
    ).toEqual([[start + 30_000, 'digest', 25]]);
  });

  test('whose digest was told, and written down for some only when the process died, is not told again', () => {
    const one = world({ channels: [channel('chat', { gathering })] });
    one.dieAfter = new Map([[1, 7]]);
    one.answer = (_, now) => (now < at(1) ? away : { ok: true });
    one
      .until(at(1))
      .say(...Array.from({ length: 40 }, (_, each) => breached(`m${each}`, at(1))))
      .until(at(30));
    expect(one.received).toHaveLength(1);
    expect(one.tellings()).toHaveLength(40);
    expect(new Set(one.log.map(({ message_id }) => message_id)).size).toBe(2);
  });

  test('is no digest where each incident has its own key, whatever a route says', () => {
    const one = world({
      channels: [channel('pager', { digests: false, keeps_state: true })],
      routes: [route(['pager'], { gathering: { digest_from: 2 } })],
    });
    one.say(...Array.from({ length: 7 }, (_, each) => breached(`m${each}`, start))).until(at(10));
    expect(one.received.every(({ delivery }) => delivery.kind === 'alert')).toBe(true);
    expect(one.received).toHaveLength(7);
  });

  test('that is small goes message by message, at the rate of the channel', () => {
    const one = world({ channels: [channel('chat', { gathering: { ...gathering, per_minute: 3 } })] });
    one.say(...Array.from({ length: 7 }, (_, each) => breached(`m${each}`, start))).until(at(10));
    expect(one.received.map(({ at: when }) => (when - start) / minute_ms)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });
});

test('of too many clocks those of which nothing waits are forgotten first; then it is said what was given up', () => {
  const one = world({ channels: [channel('chat')] }, { clocks_max: 100 });
  one.say(...Array.from({ length: 50 }, (_, each) => breached(`told${each}`, start)));
  one.answer = () => away;
  one.say(...Array.from({ length: 60 }, (_, each) => breached(`waits${each}`, start)));
  expect(one.deliveries.clockCount).toBeLessThanOrEqual(100);
  expect(one.tellings('undeliverable')).toEqual([]);
  one.say(...Array.from({ length: 60 }, (_, each) => breached(`more${each}`, start)));
  expect(one.deliveries.clockCount).toBeLessThanOrEqual(100);
  const given_up = one.tellings('undeliverable');
  expect(given_up.length).toBeGreaterThan(10);
  expect(given_up.every((id) => id.includes('/crm/waits'))).toBe(true);
  one.answer = () => ({ ok: true });
  one.until(at(60));
  expect(new Set([...one.told('chat')]).size + given_up.length).toBe(170);
});

test('what Alertmanager holds is sent again every three minutes, by team, and for a while after it has ended', () => {
  const one = world({ channels: [channel('am', { renews: true, keeps_state: true })] });
  one.say(breached('m', start)).until(at(7));
  expect(one.told('am')).toEqual(['alert m', 'digest m', 'digest m', 'digest m']);
  one.say(ended('m', 7)).until(at(60));
  const after = one.told('am').slice(4);
  expect(after[0]).toBe('resolved m');
  expect(after.length).toBeLessThan(8);
  expect(one.tellings()).toHaveLength(2);
});
