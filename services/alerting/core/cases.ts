// Cases of policies: what happens, and which facts are expected of it. Written by people, judged by the watch.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { actKinds } from './telling/acts.ts';
import type { StageEvent } from './stage-event.ts';

/** Facts that a case can expect; somebody being told is no matter of policies. */
export const expectedKinds = [
  'started',
  'warned',
  'breached',
  'met',
  'ended',
  'withdrawn',
  ...actKinds,
] as const;
export type ExpectedKind = (typeof expectedKinds)[number];

/** The fields that are stated; all of them must be those of a fact that was said. */
export type ExpectedFields = Partial<
  Pick<
    SlaFact,
    | 'policy_id'
    | 'policy_version'
    | 'level'
    | 'contact_id'
    | 'account_id'
    | 'owner_id'
    | 'due_at'
    | 'at'
    | 'outcome'
    | 'reason'
    | 'business_seconds'
    | 'cause_event_id'
    | 'team'
    | 'actor'
    | 'note'
    | 'until'
    | 'expected_value'
    | 'expected_currency'
  >
>;

export interface ExpectedFact {
  readonly line: number;
  readonly fact: ExpectedKind;
  readonly fields: ExpectedFields;
}

/** What must have been said from the look before until this one. */
export interface Look {
  readonly line: number;
  /** UTC milliseconds; undefined: when nothing more will happen by itself. */
  readonly look_at: number | undefined;
  readonly facts: readonly ExpectedFact[];
  /** Kinds of which nothing else may have been said. */
  readonly only: ReadonlySet<ExpectedKind>;
}

export interface Case {
  readonly name: string;
  readonly line: number;
  /** Where its relative times count from, UTC milliseconds. */
  readonly start: number;
  /** In the order of the file; they arrive by received_at. */
  readonly events: readonly StageEvent[];
  /** By time. */
  readonly looks: readonly Look[];
}

export interface Cases {
  /** The policy file, by a path relative to the file of the cases. */
  readonly policies: string;
  /** The directory file, likewise; undefined where the cases know nobody. */
  readonly directory: string | undefined;
  readonly cases: readonly Case[];
}
