// A reassignment that is heard of after a breach was told, by facts as alerting derives them: whoever owed the answer by then is told, and nobody twice.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acted, event, hourly, Run } from '../testing.ts';
import { channel, directory, route, team, World } from './testing.ts';

const people = ['sam', 'ann', 'kim'];
const rules = directory({
  channels: ['chat', ...people.map((name) => `mail-${name}`)].map((id) => channel(id)),
  owners: Object.fromEntries(
    people.map((name) => [name, { name, team: 'west', channels: [`mail-${name}`] }]),
  ),
  teams: { west: team() },
  routes: [route(['chat', 'owner'], { match: { policy: ['decision'], level: ['breach', 'escalation'] } })],
});
const mql = event('mql_created', 0, 'm', { owner_id: 'sam' });
const given = (hour: number, owner_id: string, at = 0) =>
  acted('reassigned', hour, `r${at}`, 'm', { owner_id });

/** What was derived at one time, in order. */
const sayings = (facts: readonly SlaFact[]): readonly (readonly SlaFact[])[] => {
  const all: SlaFact[][] = [];
  for (const one of facts) {
    const last = all.at(-1);
    if (last && one.derived_at - (last[0]?.derived_at ?? 0) < 1_000) last.push(one);
    else all.push([one]);
  }
  return all;
};

/** Tells what was said; `cuts`: how much of each saying is read, and told, before the rest. */
const tell = (facts: readonly SlaFact[], end_hour: number, cuts: readonly number[] = []): World => {
  const world = new World({ directory: rules, now: hourly(0) });
  for (const [at, saying] of sayings(facts).entries()) {
    world.until(saying.at(-1)?.derived_at ?? 0);
    const cut = (cuts[at] ?? 0) % (saying.length + 1);
    for (const part of [saying.slice(0, cut), saying.slice(cut)]) world.say(...part);
  }
  return world.until(hourly(end_hour));
};

const isAlert = ({ fact }: SlaFact): boolean => fact === 'breached';
/** What a channel was told, and when. */
const told = ({ received }: World, channel_id: string) =>
  received
    .filter(({ delivery }) => delivery.channel_id === channel_id)
    .flatMap(({ at, delivery }) => delivery.facts.map((fact) => ({ at, fact })));
/** Level and owner of each alert; of anything else what it was. */
const heard = (world: World, channel_id: string): readonly string[] =>
  told(world, channel_id).map(({ fact }) =>
    isAlert(fact) ? `${fact.level} of ${fact.owner_id}` : fact.fact,
  );

describe('a reassignment of before the due time, heard of after the breach was told', () => {
  test.each([
    ['soon', 4.5],
    ['hours later', 9],
  ])('%s, is told to the new owner, and once more where the former was told, with the reason', (_, hour) => {
    const world = tell(
      new Run().arrive(0, mql).until(hour).arrive(hour, given(2, 'ann')).until(12).facts,
      12,
    );
    expect(people.map((name) => heard(world, `mail-${name}`))).toEqual([
      ['breach of sam'],
      ['breach of ann'],
      [],
    ]);
    expect(heard(world, 'chat')).toEqual(['breach of sam', 'breach of ann']);
    const toChat = world.received.findLast(({ delivery }) => delivery.channel_id === 'chat');
    expect(toChat?.delivery.because).toMatchObject({ fact: 'reassigned', owner_id: 'ann' });
    world.restart();
    expect(heard(world.until(hourly(20)), 'chat')).toHaveLength(2);
  });

  test('is history where the breach was: an import tells nobody', () => {
    const run = new Run().arrive(90, mql).until(91).arrive(92, given(2, 'ann'));
    expect(tell(run.until(95).facts, 95).received).toEqual([]);
  });
});

test('whatever is reassigned when, and heard of when, no channel is told the same of one owner twice in a row unless somebody else owed the answer meanwhile, and who owes the answer at the end has been told', () => {
  const reassignment = fc.record({
    hour: fc.integer({ min: 1, max: 60 }),
    late: fc.oneof(fc.constant(0), fc.nat(60)),
    owner: fc.constantFrom(...people),
  });
  let late = 0;
  fc.assert(
    fc.property(fc.array(reassignment, { maxLength: 5 }), fc.array(fc.nat(9)), (some, cuts) => {
      const run = new Run().arrive(0, mql);
      const byArrival = some
        .map(({ hour, late: hours, owner }, at) => ({
          arrives: hour / 2 + hours / 2,
          one: given(hour / 2, owner, at),
        }))
        .sort((a, b) => a.arrives - b.arrives);
      for (const { arrives, one } of byArrival) run.arrive(arrives, one);
      const { facts } = run.until(99);
      const world = tell(facts, 99, cuts);
      for (const channel_id of rules.channels.keys())
        for (const level of ['breach', 'escalation']) {
          const all = told(world, channel_id).filter(({ fact }) => fact.level === level);
          for (const [at, { fact, at: again_at }] of all.entries()) {
            const before = all[at - 1];
            // Where only half of it was read, they are told first that it is taken back.
            if (!before || !isAlert(before.fact) || !isAlert(fact)) continue;
            if (before.fact.owner_id !== fact.owner_id) continue;
            const meanwhile = facts.filter(
              ({ derived_at }) => derived_at >= before.at && derived_at <= again_at,
            );
            expect(
              meanwhile.some(
                (one) => (one.fact === 'reassigned' || isAlert(one)) && one.owner_id !== fact.owner_id,
              ),
            ).toBe(true);
          }
        }
      const owner =
        facts.findLast(
          ({ fact, at }) =>
            fact === 'reassigned' && at === Math.max(...some.map(({ hour }) => hourly(hour / 2))),
        )?.owner_id ?? 'sam';
      expect(heard(world, `mail-${owner}`).some((one) => one.startsWith('escalation of'))).toBe(true);
      expect(heard(world, 'chat').findLast((one) => one.startsWith('escalation'))).toBe(
        `escalation of ${owner}`,
      );
      late += facts.filter(({ fact, outcome }) => fact === 'withdrawn' && outcome === 'reassigned').length;
    }),
    { numRuns: 500 },
  );
  expect(late).toBeGreaterThan(100);
});
