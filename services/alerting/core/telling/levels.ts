// The due times of a clock that people are told of, the least urgent first.
import type { SlaFact } from '@revloop/schemas/generated.ts';

/** Steps of escalation, in the order in which they come. */
export const escalations = [
  'escalation',
  'escalation_2',
  'escalation_3',
  'escalation_4',
  'escalation_5',
] as const;

/** `warning` before the target, `breach` at it, the others after it. */
export const levels = ['warning', 'breach', ...escalations] as const;
export type Level = (typeof levels)[number];

export const isLevel = (level: SlaFact['level']): level is Level => level !== 'unknown';

/** Which step of escalation a level is, from 1; 0 where it is none. */
export const escalationStep = (level: SlaFact['level']): number =>
  escalations.findIndex((one) => one === level) + 1;

/** Sorts facts by level, the most urgent first. */
export const byUrgency = (a: SlaFact, b: SlaFact): number =>
  levels.indexOf(b.level as Level) - levels.indexOf(a.level as Level);
