// What is to be said to people, before any channel gives it its form.
import type { SlaFact } from '@revloop/schemas/generated.ts';

/** `alert` begins something, `withdrawn` and `resolved` end it, `acknowledged` says that somebody has taken it on; a `digest` is many alerts. */
export const messageKinds = ['alert', 'withdrawn', 'resolved', 'digest', 'acknowledged'] as const;
export type MessageKind = (typeof messageKinds)[number];

export type MessageLevel = Exclude<SlaFact['level'], 'unknown'>;

export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** One message to people: about one fact, or a digest of many. */
export interface Message {
  /** Deterministic: said again after a crash, it is the same message. The idempotency key. */
  readonly message_id: string;
  readonly kind: MessageKind;
  readonly level: MessageLevel;
  /** The same in all messages about one clock: what threads and incidents are known by. */
  readonly subject_key: string;
  /** Team that owes the answer; '' where not known. */
  readonly team: string;
  readonly title: string;
  /** One or more sentences. */
  readonly text: string;
  /** Details, the most important first. */
  readonly lines: readonly Line[];
  /** Where people can act or read on; only http and https are passed on. */
  readonly links: readonly Link[];
  readonly facts: readonly SlaFact[];
  /** UTC milliseconds. */
  readonly at: number;
}
