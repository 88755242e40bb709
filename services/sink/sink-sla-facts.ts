// One batch of funnel.sla → ClickHouse.
import type { ConsumedBatch } from '@revloop/infra/kafka/consumer.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { judgeFacts } from './core/sla-facts.ts';
import { deadLetterRecord, deadLetterRow } from './dead-letter.ts';
import { read } from './read.ts';
import { tokenOf, type SinkParts } from './sink-events.ts';

/** Resolves when every message is a fact's row or a dead letter. Rejects like `sinkEvents`. */
export const sinkSlaFacts = async (
  batch: ConsumedBatch,
  { codec, producer, store, metrics }: SinkParts,
): Promise<void> => {
  const messages = await read(batch, codec);
  const { rows, deadLetters } = judgeFacts(messages);
  // 1., 2. and 3. as in sinkEvents; a fact that is stored twice collapses by its id.
  await producer.publish(topics.deadLetter.name, deadLetters.map(deadLetterRecord));
  await store.insert(
    'stored_dead_letters',
    deadLetters.map((letter) => deadLetterRow(letter, Date.now())),
    tokenOf(batch, 'dead-letters'),
  );
  await store.insert('stored_sla_facts', rows, tokenOf(batch, 'sla-facts'));
  metrics.stored.inc(rows.length);
  for (const { code } of deadLetters) metrics.deadLetters.inc({ code });
};
