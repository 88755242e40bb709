// One batch of funnel.sla → ClickHouse: SLA facts are few, so they are read as objects and looked up one and all.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { arrivedBlock, concernedBy } from './arrived.ts';
import type { BatchWork } from './batch-work.ts';
import { judgeFacts, type ReadFact, type StoredFact } from './core/sla-facts.ts';
import type { Erasures } from './erasures.ts';
import type { SinkMetrics } from './metrics.ts';
import { tellDeadLetters } from './tell-dead-letters.ts';

export interface FactParts {
  readonly clickhouse: ClickHouse;
  readonly producer: Producer;
  readonly codec: Codec;
  readonly erasures: Erasures;
  readonly metrics: SinkMetrics;
}

const storedFacts = loadSql(import.meta.url, './sql/stored-facts.sql');
/** Ids travel in the URL. */
const ids_asked_max = 5_000;

/** Resolves when every message is a fact's row, a repetition of one, or a dead letter. */
export const storeFacts = async (work: BatchWork, parts: FactParts): Promise<void> => {
  const { clickhouse, metrics } = parts;
  const read: ReadFact[] = [];
  for (let index = 0; index < work.chunk.messages.length; index += 1) {
    const message = work.chunk.messages.at(index);
    read.push({ message, decoded: await work.ask('schemas', () => parts.codec.decode(message.value)) });
  }
  const stored = await work.ask('stored facts', () => storedOf(read, clickhouse));
  const { rows, deadLetters, repeated, erased } = judgeFacts(read, work, stored, parts.erasures.check);
  // 3. and 4. as for events. Facts are not claimed: a fact that two instances derive is the same fact, whichever is stored.
  await tellDeadLetters(work, deadLetters, work.token, parts);
  // 6. Rows. A crash after leaves them stored and not announced: the next reader finds them by their ids.
  await work.effect('sink.facts', () => clickhouse.insert('stored_sla_facts', rows, work.token));
  // 7. as for events.
  const fate = { stored: rows.length, dead_letters: deadLetters.length, repeated, erased };
  const concerned = concernedBy(
    rows.map(({ account_id }) => account_id),
    rows.map(({ contact_id }) => contact_id),
  );
  await work.effect('sink.arrived', (signal) =>
    clickhouse.insertBlock('arrived_batches', arrivedBlock(work, fate, concerned), work.token, signal),
  );
  metrics.stored.inc(rows.length);
  metrics.repeated.inc(repeated.length);
  metrics.erased.inc(erased.length);
  for (const { code } of deadLetters) metrics.deadLetters.inc({ code });
};

const storedOf = async (
  read: readonly ReadFact[],
  clickhouse: ClickHouse,
): Promise<readonly StoredFact[]> => {
  const facts = read.flatMap(({ decoded }) =>
    decoded.ok && 'fact_id' in decoded.value ? [decoded.value as SlaFact] : [],
  );
  const found: StoredFact[] = [];
  for (let from = 0; from < facts.length; from += ids_asked_max) {
    const some = facts.slice(from, from + ids_asked_max);
    const asked = {
      handoff_ids: some.map(({ handoff_id }) => handoff_id),
      fact_ids: some.map(({ fact_id }) => fact_id),
    };
    found.push(...(await clickhouse.query<StoredFact>(storedFacts, asked)));
  }
  return found;
};
