// The due times of a clock that people are told of, the least urgent first.
import type { SlaFact } from '@revloop/schemas/generated.ts';

export const levels = ['warning', 'breach', 'escalation'] as const;
export type Level = (typeof levels)[number];

export const isLevel = (level: SlaFact['level']): level is Level => level !== 'unknown';

/** Sorts facts by level, the most urgent first. */
export const byUrgency = (a: SlaFact, b: SlaFact): number =>
  levels.indexOf(b.level as Level) - levels.indexOf(a.level as Level);
