// Generated steps through the funnel: stories of one buyer group that loops and comes back, walks of several contacts and deals, and any soup of events.
import fc from 'fast-check';

export type Kind =
  | 'touch'
  | 'mql'
  | 'accepted'
  | 'rejected'
  | 'recycled'
  | 'recycledAll'
  | 'created'
  | 'won'
  | 'lost'
  | 'lostAll'
  | 'refund'
  | 'contactMerged'
  | 'contactUnmerged';

export interface Step {
  readonly kind: Kind;
  /** Since the step before. */
  readonly gap_ms: number;
  readonly contact: number;
  readonly deal: number;
  /** Decides everything else about the step. */
  readonly pick: number;
}

export const day_ms = 86_400_000;

/** Whole days often, so that touches fall on a window's very edge; nothing at all often, so that ids decide the order. */
const gap_ms = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
  { weight: 5, arbitrary: fc.constantFrom(1, 5, 5, 10, 10, 15, 30).map((days) => days * day_ms) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 48 }).map((hours) => hours * 3_600_000) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 * day_ms }) },
);

const loops: readonly (readonly Kind[])[] = [
  ['mql', 'rejected', 'touch'],
  ['touch', 'mql', 'touch', 'rejected'],
  ['mql', 'accepted', 'recycled', 'touch', 'touch'],
  ['mql', 'touch', 'mql', 'recycledAll', 'touch'],
  ['mql', 'accepted', 'touch', 'mql'],
  ['mql', 'accepted', 'created', 'lostAll', 'touch'],
  ['touch', 'mql', 'created', 'lost', 'touch'],
  ['created', 'touch', 'lost'],
  ['touch', 'mql', 'contactMerged', 'rejected', 'touch'],
  ['created', 'touch', 'won', 'refund', 'lost', 'touch'],
];
const endings: readonly (readonly Kind[])[] = [
  ['mql', 'accepted', 'created', 'touch', 'won'],
  ['touch', 'mql', 'touch', 'created', 'won'],
  ['mql', 'touch', 'won'],
  ['created', 'won', 'won'],
  ['touch', 'won'],
  ['mql', 'created', 'rejected', 'won'],
  ['won', 'created', 'touch', 'won'],
  ['created'],
  ['lost'],
  ['created', 'won', 'refund'],
  ['mql', 'accepted', 'won', 'refund', 'touch', 'refund'],
  ['touch', 'won', 'refund', 'won'],
];
const segments: readonly (readonly Kind[])[] = [
  ...loops,
  ...endings,
  ['mql', 'mql', 'touch'],
  ['created', 'created', 'touch'],
  ['won'],
  ['touch'],
  ['refund'],
  ['contactMerged'],
  ['contactMerged', 'touch', 'contactUnmerged'],
];
const kinds: readonly Kind[] = [...new Set(segments.flat())];

const anyOfThree = fc.integer({ min: 0, max: 2 });
const mostlyFirst = fc.constantFrom(0, 0, 0, 0, 0, 1, 2);

const stepsOf = (kinds: readonly Kind[], which: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc.tuple(
    ...kinds.map((kind) =>
      fc.record({ kind: fc.constant(kind), gap_ms, contact: which, deal: which, pick: fc.nat(999) }),
    ),
  );

/** One contact's and one deal's segment. */
const ofOne = (kinds: readonly Kind[]): fc.Arbitrary<Step[]> =>
  fc
    .record({ contact: anyOfThree, deal: anyOfThree, steps: stepsOf(kinds, anyOfThree) })
    .map(({ contact, deal, steps }) => steps.map((step) => ({ ...step, contact, deal })));

const story = fc
  .tuple(
    fc.array(fc.constantFrom(...loops), { maxLength: 4 }),
    fc.constantFrom(...endings),
    fc.array(fc.constantFrom(...segments), { maxLength: 1 }),
  )
  .chain(([before, ending, after]) => stepsOf([...before, ending, ...after].flat(), mostlyFirst));

/** Two contacts at once: one gets through, the other is sent back, in any interleaving; then the deal ends. */
const group = fc
  .record({
    through: fc.constantFrom<Kind[]>(['touch', 'mql', 'accepted'], ['mql', 'touch'], ['touch', 'mql', 'mql']),
    sentBack: fc.constantFrom<Kind[]>(
      ['mql', 'rejected'],
      ['touch', 'mql', 'touch', 'recycled'],
      ['mql', 'lost'],
    ),
    ending: fc.constantFrom<Kind[]>(
      ['won'],
      ['created', 'won'],
      ['created', 'touch', 'won'],
      ['lostAll', 'won'],
    ),
    turns: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  })
  .chain(({ through, sentBack, ending, turns }) => {
    const queues = [through, sentBack].map((list, contact) => list.map((kind) => ({ kind, contact })));
    const interleaved = turns.flatMap((turn) => queues[turn ? 1 : 0]?.shift() ?? []);
    const script = [...interleaved, ...queues.flat(), ...ending.map((kind) => ({ kind, contact: 1 }))];
    return stepsOf(
      script.map(({ kind }) => kind),
      fc.constant(0),
    ).map((list) => list.map((step, index) => ({ ...step, contact: script[index]?.contact ?? 0 })));
  });

/** Deals that overtake each other: wins of one between the beginnings and wins of another. Each step is kind, deal, contact. */
const overtakings = [
  'touch00 mql00 touch00 won00 touch00 won10 mql00 touch00 created00 won00',
  'mql00 lost00 touch00 won10 touch00 mql00 created00 won00',
  'touch00 mql00 created00 touch00 won10 lostAll20 touch00 won00',
  'touch00 mql00 touch00 created00 won10 touch00 mql01 rejected01 touch00 won00',
  'mql00 won10 touch00 lostAll20 touch00 mql00 won00',
];
const overtaking = fc.constantFrom(...overtakings).chain((script) => {
  const told = script.split(' ').map((word) => ({
    kind: word.slice(0, -2) as Kind,
    deal: Number(word.at(-2)),
    contact: Number(word.at(-1)),
  }));
  return stepsOf(
    told.map(({ kind }) => kind),
    fc.constant(0),
  ).map((list) => list.map((step, index) => ({ ...step, ...told[index] })));
});

const walk = fc
  .array(fc.constantFrom(...segments).chain(ofOne), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.flat());

const soup = fc
  .array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 28 })
  .chain((list) => stepsOf(list, anyOfThree));

/** What happens to one account, in order of time. */
export const steps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 4, arbitrary: story },
  { weight: 3, arbitrary: group },
  { weight: 2, arbitrary: overtaking },
  { weight: 1, arbitrary: walk },
  { weight: 2, arbitrary: soup },
);
