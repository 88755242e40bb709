// What the laws are tried on: generated accounts and custom models, and short ways to say what the reference makes of them.
import fc from 'fast-check';
import type { NativeEvent } from '../../support/revloop.ts';
import { facts, told } from '../credits.ts';
import { eventsOf, plan, type Plan } from '../journeys.ts';
import { attributeLedgers, effectsIn, ledgersOf, type Row } from '../reference/attribution.ts';
import type { Fact } from '../reference/fact.ts';
import { policies } from '../reference/journey.ts';
import type { Model } from '../reference/models.ts';
import type { CustomModel } from '../reference/rule-models.ts';

export const accounts = fc.array(plan, { minLength: 1, maxLength: 2 });
/** Their events: accounts a0, a1. */
export const stream = (plans: readonly Plan[]): NativeEvent[] =>
  plans.flatMap((own, index) => eventsOf(`a${index}`, own));

export const policy = fc.constantFrom(...policies);
export const lookback_days = fc.constantFrom(1, 7, 30, 90, 365);

const positions = ['first_touch', 'mql', 'accepted', 'opportunity', 'won', 'last_touch', 'rest'] as const;

/** Weights that sum to 1, some of them 0, and not everything to the rest. */
export const custom: fc.Arbitrary<CustomModel> = fc
  .tuple(...positions.map(() => fc.oneof(fc.constant(0), fc.nat(9))))
  .filter((parts) => parts.slice(0, -1).some((part) => part > 0))
  .map((parts) => {
    const all = parts.reduce((sum, part) => sum + part, 0);
    const units = parts.map((part) => Math.floor((part * 1e9) / all));
    const largest = parts.indexOf(Math.max(...parts.slice(0, -1)));
    const spare = 1e9 - units.reduce((sum, own) => sum + own, 0);
    const weights = positions.map((position, index) => [
      position,
      ((units[index] ?? 0) + (index === largest ? spare : 0)) / 1e9,
    ]);
    return { name: 'custom', weights: Object.fromEntries(weights) as CustomModel['weights'] };
  });

/** Tries a law on generated values. */
export const holds = <T>(values: fc.Arbitrary<T>, law: (value: T) => void, numRuns = 150): void => {
  fc.assert(
    fc.property(values, (value) => {
      law(value);
    }),
    { numRuns },
  );
};

/** Rows of one opportunity and model together. */
export const byDeal = (rows: readonly Row[]): readonly Row[][] => [
  ...Map.groupBy(
    rows,
    ({ account_id, opportunity_id, model }) => `${account_id} ${opportunity_id} ${model}`,
  ).values(),
];

export const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);

/** What the reference says under every policy, as sorted texts. */
export const reportedFacts = (
  arrivals: readonly Fact[],
  days = 90,
  chosen?: readonly Model[],
  own: readonly CustomModel[] = [],
): string[] => {
  const ledgers = ledgersOf(arrivals);
  const effects = effectsIn(ledgers, days);
  return policies.flatMap((stage_credit) =>
    attributeLedgers(
      ledgers,
      { lookback_days: days, policy: stage_credit, custom: own, ...(chosen && { models: chosen }) },
      effects,
    )
      .map((row) => `${stage_credit} ${told(row)}`)
      .sort(),
  );
};

export const reported = (
  events: readonly NativeEvent[],
  days?: number,
  chosen?: readonly Model[],
): string[] => reportedFacts(facts(events), days, chosen);
