// Which facts a route or a silence is about.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { escalationStep } from './levels.ts';

/** What can be matched of a fact; '' where not known. */
export interface Subject {
  readonly policy: string;
  readonly level: SlaFact['level'];
  readonly team: string;
  readonly owner: string;
  readonly account: string;
}

export const matchFields = ['policy', 'level', 'team', 'owner', 'account'] as const;

/** One of the values of every field that is named; without fields, everything. Level `escalation` means every step of it, `escalation_2` that one. */
export type Match = Readonly<Partial<Record<(typeof matchFields)[number], readonly string[]>>>;

export const matches = (match: Match, subject: Subject): boolean =>
  matchFields.every((field) => {
    const values = match[field];
    const isStep = field === 'level' && escalationStep(subject.level) > 0;
    return !values || values.includes(subject[field]) || (isStep && values.includes('escalation'));
  });
