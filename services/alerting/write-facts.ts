// Facts about telling → funnel.sla, each beside the fact it is about. That topic is all that is remembered of what was told.
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { Written } from './core/telling/delivery.ts';

/** What fits into one request whatever the ids are. */
const records_max = 1_000;

export type WriteFacts = (written: readonly Written[]) => Promise<void>;

/** Resolves when all are acknowledged; waits for as long as Kafka is away. */
export const factWriter =
  (producer: Producer, codec: Codec, log: Logger): WriteFacts =>
  async (written) => {
    const { name } = topics.sla;
    const records = written.map(({ key, fact }) => ({
      key: key === null ? null : Buffer.from(key),
      value: codec.encode('SlaFact', fact),
    }));
    for (let at = 0; at < records.length; at += records_max) {
      await retry(name, () => producer.publish(name, records.slice(at, at + records_max)), log);
      // A crash here leaves some facts of a digest untold: by the digest's id the next process knows that all of them were.
      if (at + records_max < records.length) failpoint('notifier.told_some');
    }
  };
