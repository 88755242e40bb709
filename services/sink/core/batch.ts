// What becomes of each message of a batch: a row, a dead letter, or nothing because it repeats a stored event.
import type { Decoded } from '@revloop/schemas/codec.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { refusalOf } from '@revloop/schemas/rules.ts';
import { timeRefusal } from './time.ts';
import { eventRow, type EventRow, type Place } from './row.ts';

export interface ReadMessage {
  readonly place: Place;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly decoded: Decoded<object> & { readonly recordName?: string };
}

export interface DeadLetter {
  readonly message: ReadMessage;
  readonly code: string;
  readonly reason: string;
  readonly event_id: string;
  readonly source: string;
}

/** An event key that is stored already: with what content, and where it was read. */
export interface StoredKey {
  readonly event_key: string;
  readonly content_key: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface Sorted {
  readonly rows: readonly EventRow[];
  readonly deadLetters: readonly DeadLetter[];
}

interface Candidate {
  readonly message: ReadMessage;
  readonly row: EventRow;
}

/** First sorting, by each message alone: rows of good events, dead letters of the others. */
export const judge = (
  messages: readonly ReadMessage[],
): { candidates: readonly Candidate[]; deadLetters: readonly DeadLetter[] } => {
  const candidates: Candidate[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const message of messages) {
    if (!message.decoded.ok) {
      deadLetters.push({
        message,
        code: message.decoded.code,
        reason: message.decoded.message,
        event_id: '',
        source: '',
      });
      continue;
    }
    const event = message.decoded.value as FunnelEvent;
    const refusal = refusalOf(event) ?? timeRefusal({ received_at: event.received_at });
    if (refusal)
      deadLetters.push({
        message,
        code: refusal.code,
        reason: refusal.message,
        event_id: event.event_id,
        source: event.source,
      });
    else candidates.push({ message, row: eventRow(event, message.place) });
  }
  return { candidates, deadLetters };
};

/**
 * Second sorting, against what is stored and what stands earlier in the batch: the first content of a (source, event_id) stands, another
 * content is a dead letter. Identical repetitions stay rows: the table collapses them, and every offset stays accounted for.
 */
export const separateConflicts = (candidates: readonly Candidate[], stored: readonly StoredKey[]): Sorted => {
  const standing = new Map(stored.map((key) => [key.event_key, key]));
  const rows: EventRow[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const { message, row } of candidates) {
    const first = standing.get(row._event_key);
    if (first && first.content_key !== row._content_key && !isSameMessage(first, row)) {
      const reason = `the event was first stored with other content, from ${first.topic}-${first.partition} offset ${first.offset}`;
      deadLetters.push({
        message,
        code: 'conflicting_duplicate',
        reason,
        event_id: row.event_id,
        source: row.source,
      });
      continue;
    }
    if (!first)
      standing.set(row._event_key, {
        event_key: row._event_key,
        content_key: row._content_key,
        topic: row._topic,
        partition: row._partition,
        offset: row._offset,
      });
    rows.push(row);
  }
  return { rows, deadLetters };
};

const isSameMessage = (stored: StoredKey, row: EventRow): boolean =>
  stored.topic === row._topic && stored.partition === row._partition && stored.offset === row._offset;
