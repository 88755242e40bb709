// One batch of funnel.sla → ClickHouse.
import type { ConsumedBatch } from '@revloop/infra/kafka/consumer.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { slaFactRow } from './core/row.ts';
import { deadLetterRecord, deadLetterRow } from './dead-letter.ts';
import { read } from './read.ts';
import { tokenOf, type SinkParts } from './sink-events.ts';

/** Resolves when every message is a fact's row or a dead letter. Rejects like `sinkEvents`. */
export const sinkSlaFacts = async (
  batch: ConsumedBatch,
  { codec, producer, store, metrics }: SinkParts,
): Promise<void> => {
  const messages = await read(batch, codec);
  const rows = messages.flatMap(({ decoded, place }) =>
    decoded.ok ? [slaFactRow(decoded.value as SlaFact, place)] : [],
  );
  const deadLetters = messages.flatMap((message) =>
    message.decoded.ok
      ? []
      : [{ message, code: message.decoded.code, reason: message.decoded.message, event_id: '', source: '' }],
  );
  // 1., 2. and 3. as in sinkEvents; a fact that is stored twice collapses by its id.
  await producer.publish(topics.deadLetter.name, deadLetters.map(deadLetterRecord));
  await store.insert(
    'stored_dead_letters',
    deadLetters.map((letter) => deadLetterRow(letter, Date.now())),
    tokenOf(batch, 'dead-letters'),
  );
  await store.insert('stored_sla_facts', rows, tokenOf(batch, 'sla-facts'));
  metrics.stored.inc(rows.length);
};
