// Any storm, any order, any outage, processes that die at any step: what must hold all the same.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levels, type Level } from './levels.ts';
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
  World,
} from './testing.ts';
import type { Directory } from './directory.ts';
import { destinationsOf } from './routing.ts';

/** REVLOOP_TEST_LONG=1 looks ten times as long. */
const runs = (count: number): { readonly numRuns: number } => ({
  numRuns: process.env['REVLOOP_TEST_LONG'] === '1' ? count * 10 : count,
});

const seconds = (count: number): number => start + count * 1_000;

/** What becomes of one handoff: facts as alerting derives them, at these seconds. */
interface Course {
  readonly owner_id: string | null;
  readonly begins: number;
  readonly turn: 'stays' | 'answered' | 'withdrawn' | 'again';
  readonly gaps: readonly [number, number, number];
  readonly isWarned: boolean;
}

const course: fc.Arbitrary<Course> = fc.record({
  owner_id: fc.constantFrom('sam', 'ann', null),
  // Often many at once: a storm.
  begins: fc.oneof(fc.constant(60), fc.nat(600)),
  turn: fc.constantFrom('stays', 'answered', 'withdrawn', 'again'),
  gaps: fc.tuple(fc.oneof(fc.constant(30), fc.nat(120)), fc.nat(900), fc.nat(900)),
  isWarned: fc.boolean(),
});

const factsOf = ({ owner_id, begins, turn, gaps, isWarned }: Course, handoff: string): readonly SlaFact[] => {
  const [breach_at, turn_at, late_at] = [
    seconds(begins + gaps[0]),
    seconds(begins + gaps[0] + gaps[1]),
    seconds(begins + gaps[0] + gaps[1] + gaps[2]),
  ];
  const cause = { owner_id, cause_event_id: `answer to ${handoff}` };
  const first = [
    ...(isWarned ? [fact(handoff, 'warned', 'warning', seconds(begins), { owner_id })] : []),
    breached(handoff, breach_at, { owner_id }),
  ];
  if (turn === 'stays') return [...first, fact(handoff, 'breached', 'escalation', turn_at, { owner_id })];
  if (turn === 'answered') return [...first, fact(handoff, 'ended', 'breach', turn_at, cause)];
  const taken = fact(handoff, 'withdrawn', 'breach', turn_at, cause);
  if (turn === 'withdrawn') return [...first, taken, fact(handoff, 'met', 'breach', turn_at, cause)];
  return [...first, taken, fact(handoff, 'breached', 'breach', late_at, { owner_id }, 2)];
};

const span = fc.tuple(fc.nat(3_000), fc.integer({ min: 1, max: 3_000 }));
const gathering = fc.record({
  wait_ms: fc.constantFrom(0, 20_000),
  digest_from: fc.constantFrom(2, 5, Infinity),
  per_minute: fc.constantFrom(2, 10, Infinity),
});

interface Case {
  readonly courses: readonly Course[];
  readonly rules: Directory;
  /** By channel, when it takes nothing. */
  readonly outages: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly deaths: ReadonlyMap<number, number>;
  /** When a process is killed while nothing is under way. */
  readonly restarts: readonly number[];
}

const within = (now: number, [from, length]: readonly [number, number]): boolean =>
  now >= seconds(from) && now < seconds(from + length);

const cases: fc.Arbitrary<Case> = fc
  .record({
    courses: fc.array(course, { maxLength: 25 }),
    chat: gathering,
    mail: gathering,
    quiet: fc.option(span, { nil: undefined }),
    silence: fc.option(span, { nil: undefined }),
    outages: fc.record({ chat: fc.array(span, { maxLength: 2 }), mail: fc.array(span, { maxLength: 2 }) }),
    deaths: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(5)), { maxLength: 4 }),
    restarts: fc.array(fc.nat(4_000), { maxLength: 3 }),
  })
  .map(({ courses, chat, mail, quiet, silence, outages, deaths, restarts }) => ({
    courses,
    outages,
    deaths: new Map(deaths),
    restarts: restarts.sort((a, b) => a - b),
    rules: directory({
      channels: [channel('chat', { gathering: chat }), channel('mail', { gathering: mail })],
      routes: [
        route(['chat'], { match: { level: ['breach', 'escalation'] }, continues: true }),
        route(['mail'], { match: { team: ['', 'west'] } }),
      ],
      owners: {
        sam: { name: 'Sam', team: 'west', channels: [] },
        ann: { name: 'Ann', team: 'east', channels: [] },
      },
      teams: {
        west: team({
          quiet: quiet && {
            until: (now) => (within(now, quiet) ? seconds(quiet[0] + quiet[1]) : undefined),
            longest_ms: quiet[1] * 1_000,
            escalations_break_through: true,
          },
        }),
        east: team(),
      },
      silences: silence
        ? [{ match: { team: ['east'] }, until: seconds(silence[1]), reason: 'move', by: 'ann' }]
        : [],
    }),
  }));

/** The world when all has been said, and told. */
const run = ({ courses, rules, outages, deaths, restarts }: Case): World => {
  const world = new World({ directory: rules });
  world.dieAfter = deaths;
  world.answer = ({ channel_id }, now) =>
    (outages[channel_id] ?? []).some((one) => within(now, one))
      ? { ok: false, why: 'away', status: 0, retry: 'later', after_ms: 0 }
      : { ok: true };
  const said = courses
    .flatMap((one, at) => factsOf(one, `m${at}${at % 2 ? 'x' : ''}`))
    .map((one) => ({ at: one.derived_at, happen: () => void world.say(one) }));
  const killed = restarts.map((at) => ({ at: seconds(at), happen: () => world.restart() }));
  for (const { at, happen } of [...said, ...killed].sort((a, b) => a.at - b.at)) {
    world.until(at);
    happen();
  }
  return world.until(start + 48 * hour_ms);
};

const isAbout = (kind: SlaFact['fact']): boolean => kind === 'told' || kind === 'undeliverable';

/** What is in force of a handoff by these facts. */
const inForce = (log: readonly SlaFact[], handoff_id: string): readonly SlaFact[] => {
  const said = log.filter((one) => one.handoff_id === handoff_id && !isAbout(one.fact));
  if (said.some(({ fact: kind }) => kind === 'met' || kind === 'ended')) return [];
  return levels.flatMap((level: Level) => {
    const last = said.findLast((one) => one.level === level);
    return last && last.fact !== 'withdrawn' ? last : [];
  });
};

const isAlert = ({ fact: kind }: SlaFact): boolean => kind === 'warned' || kind === 'breached';

test('at the end everybody knows each breach in force, from one message; nothing is told that is not true; what is told is written down once', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const world = run(one);
      const { log, received } = world;
      for (const handoff_id of new Set(log.map((each) => each.handoff_id)))
        for (const breach of inForce(log, handoff_id))
          for (const { channel_id } of destinationsOf(breach, one.rules).values()) {
            const told = received.filter(
              ({ delivery }) =>
                delivery.channel_id === channel_id &&
                delivery.facts.some(
                  (each) => isAlert(each) && each.level === breach.level && each.handoff_id === handoff_id,
                ),
            );
            const last = received.findLast(
              ({ delivery }) =>
                delivery.channel_id === channel_id &&
                delivery.facts.some((each) => each.level === breach.level && each.handoff_id === handoff_id),
            );
            expect(last?.delivery.facts.some((each) => isAlert(each) && each.handoff_id === handoff_id)).toBe(
              true,
            );
            const kept = told.filter(
              ({ lost, delivery }) => !lost && delivery.facts.some((each) => each.fact_id === breach.fact_id),
            );
            expect(new Set(kept.map(({ delivery }) => delivery.message_id)).size).toBeLessThanOrEqual(1);
          }
      for (const { known, delivery } of received)
        for (const each of delivery.facts.filter(isAlert))
          expect(inForce(log.slice(0, known), each.handoff_id)).toContainEqual(each);
      const written = world.tellings();
      expect(new Set(written).size).toBe(written.length);
      expect(world.tellings('undeliverable')).toEqual([]);
    }),
    runs(300),
  );
});

test('ends are told where the beginning was, and nowhere else', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { received } = run({ ...one, deaths: new Map() });
      for (const [place, { delivery }] of received.entries())
        for (const end of delivery.facts.filter((each) => !isAlert(each)))
          expect(
            received
              .slice(0, place)
              .some(
                (before) =>
                  before.delivery.channel_id === delivery.channel_id &&
                  before.delivery.facts.some((each) => isAlert(each) && each.handoff_id === end.handoff_id),
              ),
          ).toBe(true);
      for (const { delivery } of received.filter((before) => before.delivery.kind === 'alert'))
        for (const { handoff_id, cause_event_id } of one.courses.flatMap((each, at) =>
          factsOf(each, `m${at}${at % 2 ? 'x' : ''}`).filter(({ fact: kind }) => kind === 'ended'),
        ))
          if (delivery.facts.some((each) => each.handoff_id === handoff_id))
            expect(
              received.some(
                (after) =>
                  after.delivery.channel_id === delivery.channel_id &&
                  after.delivery.facts.some((each) => each.cause_event_id === cause_event_id),
              ),
            ).toBe(true);
    }),
    runs(150),
  );
});

test('no channel is sent more than its rate in any minute of a process, nor a message that nobody waits for', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { sent } = run(one);
      for (const { at, life, delivery } of sent) {
        const rate = one.rules.channels.get(delivery.channel_id)?.gathering.per_minute ?? 0;
        const others = sent.filter(
          (other) =>
            other.life === life &&
            other.delivery.channel_id === delivery.channel_id &&
            other.at > at - minute_ms &&
            other.at <= at,
        );
        expect(others.length).toBeLessThanOrEqual(rate);
        expect(delivery.facts.length).toBeGreaterThan(0);
      }
    }),
    runs(150),
  );
});
