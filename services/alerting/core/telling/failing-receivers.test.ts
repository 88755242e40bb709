import { describe, expect, test } from 'vitest';
import { breached, channel, hour_ms, minute_ms, start } from './testing.ts';
import { at, away, chat, ended, refused, world } from './testing-worlds.ts';

describe('a receiver that fails', () => {
  test('is tried again after 5 s, 30 s, 5 min, 30 min, 2 h, 5 h and 10 h, and after three days it is said that nobody was told', () => {
    const one = world(chat);
    one.answer = () => away;
    one.say(breached('m', start)).until(start + 80 * hour_ms);
    const seconds = one.sent.map(({ at: when }, each) => (when - (one.sent[each - 1]?.at ?? when)) / 1000);
    expect(seconds.slice(0, 9)).toEqual([0, 5, 30, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
    expect(new Set(one.sent.map(({ delivery }) => delivery.message_id)).size).toBe(1);
    expect(one.tellings('undeliverable')).toEqual(['decision/1/crm/m/breach/breached/undeliverable/chat']);
    expect(one.log.at(-1)).toMatchObject({ channel: 'chat', reason: 'HTTP 503' });
    expect(one.deliveries.health('chat')).toMatchObject({
      failing_since: start,
      why: 'HTTP 503',
      waiting: 0,
    });
    one.restart();
    one.answer = () => ({ ok: true });
    one.say(ended('m', 80 * 60)).until(start + 90 * hour_ms);
    expect(one.received).toEqual([]);
  });

  test('is not asked sooner than it says', () => {
    const one = world(chat);
    one.answer = (_, now) => (now < at(2) ? { ...away, after_ms: 10 * minute_ms } : { ok: true });
    one.say(breached('m', start)).until(at(1));
    one.say(breached('n', at(1))).until(at(20));
    expect(one.sent.map(({ at: when }) => when)).toEqual([start, at(10), at(10)]);
  });

  test('that refuses a message for good is asked three times, and the others go on', () => {
    const one = world(chat);
    one.answer = ({ facts }) => (facts[0]?.contact_id === 'bad' ? refused : { ok: true });
    one.say(breached('bad', start), breached('m', start), breached('n', start)).until(at(5));
    expect(one.told('chat')).toEqual(['alert m', 'alert n']);
    expect(one.received.every(({ at: when }) => when === start)).toBe(true);
    expect(one.sent.filter(({ ok }) => !ok)).toHaveLength(3);
    expect(one.tellings('undeliverable')).toEqual(['decision/1/crm/bad/breach/breached/undeliverable/chat']);
  });

  test('holds up no other channel, is not hammered while many wait, and is given them all once it is back', () => {
    const one = world({ channels: [channel('chat'), channel('mail')] });
    one.answer = ({ channel_id }, now) => (channel_id === 'chat' && now < at(180) ? away : { ok: true });
    for (let each = 0; each < 50; each += 1) one.until(at(each)).say(breached(`m${each}`, at(each)));
    one.until(at(179));
    expect(one.told('mail')).toHaveLength(50);
    const tried = one.sent.filter(({ delivery }) => delivery.channel_id === 'chat');
    expect(tried.length).toBeLessThan(60);
    expect(new Set(tried.map(({ delivery }) => delivery.message_id)).size).toBeLessThan(8);
    expect(one.deliveries.health('chat')).toMatchObject({ failing_since: start, waiting: 50 });
    one.until(at(186));
    expect(new Set(one.told('chat')).size).toBe(50);
    expect(one.deliveries.health('chat')).toEqual({ failing_since: undefined, why: '', waiting: 0 });
  });

  test('of one message only is given the others', () => {
    const one = world(chat);
    one.answer = ({ facts }) => (facts[0]?.contact_id === 'bad' ? away : { ok: true });
    one.say(breached('bad', start));
    for (let each = 1; each < 30; each += 1) one.until(at(each)).say(breached(`m${each}`, at(each)));
    expect(one.until(at(40)).told('chat')).toHaveLength(29);
  });
});
