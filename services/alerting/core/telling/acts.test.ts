import type { SlaFact } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actKinds, Acts } from './acts.ts';
import { aboutOf, toldIdOf } from './fact-id.ts';
import {
  act,
  breached,
  channel,
  directory,
  fact,
  hour_ms,
  minute_ms,
  route,
  start,
  team,
} from './testing.ts';
import { at, away, chat, ended, withdrawn, world } from './testing-worlds.ts';

const person = (name: string, of: string) => ({ name, team: of, channels: [`mail-${name}`] });
const parts = {
  channels: [channel('west-chat'), channel('east-chat'), channel('mail-sam'), channel('mail-ann')],
  owners: { sam: person('sam', 'west'), ann: person('ann', 'east') },
  teams: { west: team({ channels: ['west-chat'] }), east: team({ channels: ['east-chat'] }) },
  routes: [route(['team', 'owner'], { repeat_ms: hour_ms })],
};
const sam = { owner_id: 'sam' };

describe('an acknowledgement', () => {
  const list = {
    channels: [channel('chat'), channel('mail-ann'), channel('mail-bob')],
    owners: { sam: person('sam', 'west'), ann: person('ann', 'west'), bob: person('bob', 'west') },
    teams: { west: team({ escalation: ['ann', 'bob'], escalate_every_ms: 30 * minute_ms }) },
    routes: [route(['chat'], { repeat_ms: hour_ms })],
  };

  test('is told once where the breach was, and then nothing is told again, nor anybody further', () => {
    const one = world(list)
      .say(fact('m', 'breached', 'escalation', start, sam))
      .until(at(10));
    const acknowledged = act('m', 'acknowledged', at(10), sam);
    one.say(acknowledged, acknowledged).until(at(600));
    expect([one.told('chat'), one.told('mail-ann'), one.told('mail-bob')]).toEqual([
      ['alert m', 'acknowledged m'],
      ['alert m', 'acknowledged m'],
      [],
    ]);
    one.say(act('m', 'acknowledged', at(600), { ...sam, actor: 'bob' })).until(at(700));
    expect(one.told('chat')).toHaveLength(2);
    one.restart();
    one.until(at(900)).say(ended('m', 900)).until(at(901));
    expect(one.told('chat')).toEqual(['alert m', 'acknowledged m', 'resolved m']);
  });

  test('of somebody who saw the warning does not keep the breach from being told', () => {
    const one = world(chat)
      .say(fact('m', 'warned', 'warning', start))
      .until(at(1));
    one.say(act('m', 'acknowledged', at(1))).until(at(2));
    one.say(breached('m', at(2))).until(at(300));
    expect(one.told('chat')).toEqual(['alert m', 'acknowledged m', 'alert m']);
  });

  test('that comes before an escalation was told anywhere keeps it from being told', () => {
    const one = world(chat);
    one.answer = (_, now) => (now < at(20) ? away : { ok: true });
    one.say(fact('m', 'breached', 'escalation', start)).until(at(1));
    one.say(act('m', 'acknowledged', at(1))).until(at(300));
    expect(one.told('chat')).toEqual([]);
  });

  test('is nothing to a receiver that is renewed: it goes on being renewed', () => {
    const one = world({ channels: [channel('am', { renews: true, keeps_state: true })] });
    one
      .say(breached('m', start))
      .until(at(1))
      .say(act('m', 'acknowledged', at(1)))
      .until(at(7));
    expect(one.told('am')).toEqual(['alert m', 'digest m', 'digest m', 'digest m']);
  });
});

describe('a reassignment', () => {
  test('tells the new owner and the new team at once, though others were told; the end is told to all of them', () => {
    const one = world(parts)
      .say(breached('m', start, sam))
      .until(at(10));
    one.say(act('m', 'reassigned', at(10), { owner_id: 'ann' })).until(at(11));
    expect(['west-chat', 'mail-sam', 'east-chat', 'mail-ann'].map((id) => one.told(id))).toEqual(
      Array.from({ length: 4 }, () => ['alert m']),
    );
    expect(one.received.at(-1)?.delivery.facts[0]?.owner_id).toBe('ann');
    one.until(at(75));
    expect([one.told('west-chat').length, one.told('east-chat').length]).toEqual([1, 2]);
    one.say(ended('m', 80)).until(at(81));
    for (const id of parts.channels.map(({ channel_id }) => channel_id))
      expect(one.told(id).at(-1)).toBe('resolved m');
  });

  test('is told again on a channel that was told of the former owner, once, and says why', () => {
    const one = world(chat)
      .say(breached('m', start, sam))
      .until(at(10));
    one.say(act('m', 'reassigned', at(10), { owner_id: 'ann' })).until(at(100));
    expect(one.told('chat')).toEqual(['alert m', 'alert m']);
    expect(one.received[1]?.delivery).toMatchObject({ telling: 2, because: { fact: 'reassigned' } });
    one.restart();
    expect(one.until(at(200)).told('chat')).toHaveLength(2);
  });

  test('ends what was acknowledged and snoozed before it, whatever comes first', () => {
    const acts = [
      act('m', 'acknowledged', at(5), sam),
      act('m', 'snoozed', at(6), { ...sam, until: at(600) }),
      act('m', 'reassigned', at(10), { owner_id: 'ann', derived_at: at(12) }),
    ];
    for (const order of [acts, acts.toReversed()]) {
      const one = world(parts)
        .say(breached('m', start, sam))
        .until(at(12))
        .say(...order)
        .until(at(75));
      expect(one.told('mail-ann')).toEqual(['alert m', 'alert m']);
    }
  });
});

describe('a snooze', () => {
  test('holds everything back until it is over; then it is told again where nobody has answered', () => {
    const one = world({ ...chat, routes: [route(['chat'], { repeat_ms: hour_ms })] });
    one.say(breached('m', start), breached('n', start)).until(at(10));
    one.say(act('m', 'snoozed', at(10), { until: at(250) }), act('n', 'snoozed', at(10), { until: at(250) }));
    one.say(fact('m', 'breached', 'escalation', at(100))).until(at(200));
    one.restart();
    one.say(ended('n', 200)).until(at(249));
    expect(one.told('chat')).toEqual(['alert m', 'alert n', 'resolved n']);
    one.until(at(251));
    expect(one.told('chat').at(-1)).toBe('alert m');
    expect(one.received.at(-1)?.delivery.level).toBe('escalation');
    expect(one.until(at(320)).told('chat')).toHaveLength(5);
  });

  test('of what nobody has been told yet holds the first telling, and counts it where it is over by then', () => {
    const one = world(chat).say(act('m', 'snoozed', at(-10), { until: at(60) }));
    one.say(breached('m', start), breached('n', start)).until(at(30));
    expect(one.told('chat')).toEqual(['alert n']);
    one.say(ended('m', 30)).until(at(90));
    expect(one.told('chat')).toEqual(['alert n']);
    expect(Object.fromEntries(one.deliveries.untold)).toEqual({ snoozed: 1 });
  });

  test('reminds whoever acknowledged before it, once', () => {
    const one = world(chat).say(breached('m', start)).until(at(5));
    one.say(act('m', 'acknowledged', at(5)), act('m', 'snoozed', at(6), { until: at(60) })).until(at(600));
    expect(one.told('chat')).toEqual(['alert m', 'acknowledged m', 'alert m']);
    expect(one.received.at(-1)?.delivery.because?.fact).toBe('snoozed');
  });
});

describe('what somebody called resolved', () => {
  test('is told as its end where it was told, and nothing of the clock after that', () => {
    const one = world({ ...chat, routes: [route(['chat'], { repeat_ms: hour_ms })] });
    one
      .say(breached('m', start))
      .until(at(10))
      .say(act('m', 'resolved', at(10)))
      .until(at(100));
    one.say(
      withdrawn('m', 100),
      fact('m', 'breached', 'escalation', at(101)),
      act('m', 'acknowledged', at(102)),
    );
    one.restart();
    one.until(at(200)).say(ended('m', 200)).until(at(300));
    expect(one.told('chat')).toEqual(['alert m', 'resolved m']);
  });
});

describe('a pause', () => {
  test('holds alerts back until it is resumed', () => {
    const one = world({ ...chat, routes: [route(['chat'], { repeat_ms: hour_ms })] });
    one
      .say(breached('m', start))
      .until(at(10))
      .say(act('m', 'paused', at(10)))
      .until(at(6_000));
    one.restart();
    expect(one.until(at(6_001)).told('chat')).toEqual(['alert m']);
    one.say(act('m', 'resumed', at(6_001))).until(at(6_030));
    expect(one.told('chat')).toEqual(['alert m', 'alert m']);
  });
});

test('of acts in any order, and twice, the same counts', () => {
  const acts: fc.Arbitrary<SlaFact> = fc
    .record({ kind: fc.constantFrom(...actKinds), minute: fc.nat(5), owner: fc.constantFrom('sam', 'ann') })
    .map(({ kind, minute, owner }) =>
      act('m', kind, at(minute), {
        owner_id: owner,
        until: at(minute + 5),
        cause_event_id: `${owner}${minute}`,
      }),
    );
  const stateOf = (some: readonly SlaFact[]) => {
    const all = new Acts();
    for (const one of some) all.add(one);
    const { acknowledged, reassigned, resolved, snoozed, hold } = all;
    return { acknowledged, reassigned, resolved, snoozed, hold };
  };
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (some, random) => {
      const shuffled = [...some, ...some.slice(0, 3)]
        .map((one) => ({ one, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(stateOf(shuffled)).toEqual(stateOf(some));
    }),
  );
});

test('whatever ids events have, it is known which act was told where', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ minLength: 1 }),
        fc.constantFrom('a/told/chat', 'told/told', 'x/undeliverable/y/2'),
      ),
      fc.constantFrom('chat', 'told'),
      (event_id, channel_id) => {
        const one = act('m', 'acknowledged', start, { cause_event_id: event_id });
        const told = { ...one, fact: 'told' as const, fact_id: toldIdOf(one.fact_id, channel_id, 1) };
        expect(aboutOf(told)).toMatchObject({ fact: 'acknowledged', fact_id: one.fact_id, channel_id });
      },
    ),
  );
});

test('when the organisation changes, silences and routes go by the new one from then on, also for what waits', () => {
  const silences = [{ match: { policy: ['decision'] }, until: at(600), reason: 'move', by: 'ann' }];
  const one = world({ ...chat, silences })
    .say(breached('m', start))
    .until(at(10));
  expect(one.told('chat')).toEqual([]);
  one.deliveries.setDirectory(directory(chat), one.now);
  one
    .until(at(11))
    .say(breached('n', at(11)))
    .until(at(12));
  expect(one.told('chat')).toEqual(['alert m', 'alert n']);
  one.deliveries.setDirectory(directory({ ...chat, silences }), one.now);
  one.say(breached('o', at(12))).until(at(20));
  expect(one.told('chat')).toHaveLength(2);
  expect(one.until(at(601)).told('chat')).toHaveLength(3);
});
