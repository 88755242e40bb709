// For tests of telling: any storm, what people do in it, receivers that are away, processes that die.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import type { Directory } from './directory.ts';
import { act, breached, channel, directory, fact, hour_ms, route, start, team, World } from './testing.ts';

const seconds = (count: number): number => start + count * 1_000;

/** What becomes of one handoff: facts as alerting derives them, at these seconds. */
export interface Course {
  readonly owner_id: string | null;
  readonly begins: number;
  readonly turn: 'stays' | 'answered' | 'withdrawn' | 'again';
  readonly gaps: readonly [number, number, number];
  readonly isWarned: boolean;
  readonly acts: readonly Deed[];
}

/** Something somebody does about it, so many seconds after it began; perhaps known only later. */
interface Deed {
  readonly kind: 'acknowledged' | 'commented' | 'reassigned' | 'snoozed' | 'resolved' | 'paused' | 'resumed';
  readonly after: number;
  readonly late: number;
  readonly owner_id: string;
  readonly lasts: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(
    'acknowledged',
    'commented',
    'reassigned',
    'snoozed',
    'snoozed',
    'resolved',
    'paused',
    'resumed',
  ),
  after: fc.nat(2_000),
  late: fc.oneof(fc.constant(0), fc.nat(500)),
  owner_id: fc.constantFrom('sam', 'ann'),
  lasts: fc.nat(3_000),
});

const course: fc.Arbitrary<Course> = fc.record({
  owner_id: fc.constantFrom('sam', 'ann', null),
  // Often many at once: a storm.
  begins: fc.oneof(fc.constant(60), fc.nat(600)),
  turn: fc.constantFrom('stays', 'answered', 'withdrawn', 'again'),
  gaps: fc.tuple(fc.oneof(fc.constant(30), fc.nat(120)), fc.nat(900), fc.nat(900)),
  isWarned: fc.boolean(),
  acts: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(deed, { maxLength: 4 })),
});

const actsOf = ({ acts, begins }: Course, handoff: string): readonly SlaFact[] =>
  acts.map(({ kind, after, late, owner_id, lasts }, at) =>
    act(handoff, kind, seconds(begins + after), {
      owner_id,
      derived_at: seconds(begins + after + late),
      until: kind === 'snoozed' ? seconds(begins + after + lasts) : null,
      cause_event_id: `act ${at} on ${handoff}`,
    }),
  );

export const factsOf = (
  { owner_id, begins, turn, gaps, isWarned }: Course,
  handoff: string,
): readonly SlaFact[] => {
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

export interface Case {
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

export const cases: fc.Arbitrary<Case> = fc
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
export const run = ({ courses, rules, outages, deaths, restarts }: Case): World => {
  const world = new World({ directory: rules });
  world.dieAfter = deaths;
  world.answer = ({ channel_id }, now) =>
    (outages[channel_id] ?? []).some((one) => within(now, one))
      ? { ok: false, why: 'away', status: 0, retry: 'later', after_ms: 0 }
      : { ok: true };
  const said = courses
    .flatMap((one, at) => {
      const handoff = `m${at}${at % 2 ? 'x' : ''}`;
      return [...factsOf(one, handoff), ...actsOf(one, handoff)];
    })
    .map((one) => ({ at: one.derived_at, happen: () => void world.say(one) }));
  const killed = restarts.map((at) => ({ at: seconds(at), happen: () => world.restart() }));
  for (const { at, happen } of [...said, ...killed].sort((a, b) => a.at - b.at)) {
    world.until(at);
    happen();
  }
  return world.until(start + 48 * hour_ms);
};
