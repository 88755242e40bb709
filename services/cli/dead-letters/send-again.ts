// Dead letters → the topics they came from, byte for byte.
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { hideTimeoutWarnings } from '@revloop/infra/runtime/hide-timeout-warnings.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { readKafkaSettings } from '../config.ts';
import { placeText } from '../core/dead-letters/place.ts';
import type { Letter, LetterBytes, Letters } from './letters.ts';

/** The header that tells the sink which dead letter a message repeats: topic/partition/offset. */
const replayHeader = 'revloop-replay-of';
/** Letters read and sent at a time: with 5 MB each at worst, what one holds in memory stays bounded. */
const letters_at_once = 50;

const recordOf = (bytes: LetterBytes) => ({
  key: bytes.key,
  value: bytes.value,
  headers: { [replayHeader]: placeText(bytes) },
});

/**
 * Resolves when Kafka has acknowledged all of them, oldest first. Rejects with `kafka_unavailable` (retriable): some may have been sent then.
 * A crash leaves those before it sent: sent once more they are repetitions, which the sink stores once.
 */
export const sendAgain = async (
  letters: Letters,
  chosen: readonly Letter[],
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  hideTimeoutWarnings();
  const producer = new Producer({
    ...readKafkaSettings(env),
    clientId: 'revloop-dead-letters',
    log: createLog('dead-letters'),
  });
  try {
    for (let from = 0; from < chosen.length; from += letters_at_once) {
      const records = await letters.bytes(chosen.slice(from, from + letters_at_once));
      for (const topic of new Set(records.map((record) => record.topic)))
        await producer.publish(topic, records.filter((record) => record.topic === topic).map(recordOf));
    }
  } finally {
    await producer.close();
  }
};
