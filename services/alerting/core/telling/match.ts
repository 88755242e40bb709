// Which facts a route or a silence is about.
import type { SlaFact } from '@revloop/schemas/generated.ts';

/** What can be matched of a fact; '' where not known. */
export interface Subject {
  readonly policy: string;
  readonly level: SlaFact['level'];
  readonly team: string;
  readonly owner: string;
  readonly account: string;
}

export const matchFields = ['policy', 'level', 'team', 'owner', 'account'] as const;

/** One of the values of every field that is named; without fields, everything. */
export type Match = Readonly<Partial<Record<(typeof matchFields)[number], readonly string[]>>>;

export const matches = (match: Match, subject: Subject): boolean =>
  matchFields.every((field) => match[field]?.includes(subject[field]) ?? true);
