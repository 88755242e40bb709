// Refused messages → the dead-letter topic, bytes untouched, with the header names Kafka Connect uses, and a row for analysts.
import type { ProducerRecord } from '@revloop/infra/kafka/producer.ts';
import type { DeadLetter } from './core/event-batch.ts';
import type { Place } from './core/event-columns.ts';
import { timeText } from './core/time.ts';

/** The record for `funnel.events.dead-letter`. */
export const deadLetterRecord = (
  { message, code, reason }: DeadLetter,
  { topic, partition }: Place,
): ProducerRecord => ({
  key: message.key,
  value: message.value,
  headers: {
    '__connect.errors.topic': topic,
    '__connect.errors.partition': String(partition),
    '__connect.errors.offset': String(message.offset),
    '__connect.errors.connector.name': 'revloop-sink',
    '__connect.errors.stage': 'VALUE_CONVERTER',
    '__connect.errors.exception.class.name': code,
    '__connect.errors.exception.message': reason,
  },
});

/** The row of `stored_dead_letters`; the bytes are kept as they came. */
export const deadLetterRow = (
  { message, code, reason, event_id, source }: DeadLetter,
  { topic, partition }: Place,
  refused_at: number,
) => ({
  topic,
  partition,
  offset: String(message.offset),
  key_base64: message.key?.toString('base64') ?? '',
  value_base64: message.value?.toString('base64') ?? '',
  code,
  message: reason,
  source,
  event_id,
  refused_at: timeText(refused_at),
});
