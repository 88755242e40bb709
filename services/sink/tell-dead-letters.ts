// Effects 3 and 4: dead letters → their topic and their table.
import { topics } from '@revloop/schemas/topics.ts';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { BatchWork } from './batch-work.ts';
import type { DeadLetter } from './core/event-batch.ts';
import { deadLetterRecord, deadLetterRow } from './dead-letter.ts';

export interface DeadLetterParts {
  readonly clickhouse: ClickHouse;
  readonly producer: Producer;
}

/** Dead letters sent in one request and inserted at a time: they may be as large as messages can be. */
const at_a_time = 200;

export const tellDeadLetters = async (
  work: BatchWork,
  deadLetters: readonly DeadLetter[],
  token: string,
  { clickhouse, producer }: DeadLetterParts,
): Promise<void> => {
  for (let from = 0; from < deadLetters.length; from += at_a_time) {
    const some = deadLetters.slice(from, from + at_a_time);
    // 3. In their topic. A crash after leaves them there twice when the batch comes again, under the same source offset.
    await work.effect('sink.dead_letters_topic', () =>
      producer.publish(
        topics.deadLetter.name,
        some.map((letter) => deadLetterRecord(letter, work)),
      ),
    );
    // 4. For analysts. Once: their table collapses the same topic, partition and offset.
    const rows = some.map((letter) => deadLetterRow(letter, work, Date.now()));
    await work.effect('sink.dead_letters', () =>
      clickhouse.insert('stored_dead_letters', rows, `${token}/dead-letters/${from}`),
    );
  }
};
