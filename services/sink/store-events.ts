// One batch of funnel.events → ClickHouse and dead letters: effects 2 to 7, in their order.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import { arrivedBlock } from './arrived.ts';
import type { BatchWork } from './batch-work.ts';
import type { Claims } from './claims.ts';
import type { DeadLetter, EventBatch, Knowledge } from './core/event-batch.ts';
import { replaysOf } from './core/replays.ts';
import type { Erasures } from './erasures.ts';
import type { InFlight } from './in-flight.ts';
import { tellDeadLetters } from './tell-dead-letters.ts';
import type { SinkMetrics } from './metrics.ts';
import type { Readers } from './readers.ts';
import { storeRows } from './store-rows.ts';

export interface EventParts {
  readonly clickhouse: ClickHouse;
  readonly producer: Producer;
  readonly readers: Readers;
  readonly claims: Claims;
  readonly erasures: Erasures;
  readonly metrics: SinkMetrics;
  readonly inFlight: InFlight;
}

const storedOffsets = loadSql(import.meta.url, './sql/stored-offsets.sql');

/** Resolves when every offset of the batch is a row, a dead letter, a repetition, of an erased person, or no message. `batch` is used for it. */
export const storeEvents = async (work: BatchWork, batch: EventBatch, parts: EventParts): Promise<void> => {
  const { chunk, token } = work;
  const knowledge = await knowledgeFor(work, parts);
  batch.read(chunk.messages, knowledge);
  const turn = parts.inFlight.enter(batch.keys);
  try {
    const present = await lookUp(work, batch, turn.earlier, knowledge, parts);
    // 2. Claims. A crash after leaves events claimed and not stored: whoever reads this batch again finds its own claims and stores them; another
    //    content of one of them, read elsewhere meanwhile, is a dead letter.
    await work.effect('sink.claims', (signal) =>
      parts.clickhouse.insertBlock('event_claims', batch.columns.claims(work), token, signal),
    );
    turn.claimed();
    // 3. and 4. Dead letters, see tell-dead-letters.ts.
    await tellDeadLetters(work, batch.deadLetters, token, parts);
    // 5. Identity links, before what needs them. A crash after leaves some whose events come with the next reading; repeated rows collapse.
    await work.effect('sink.links', (signal) =>
      parts.clickhouse.insertBlock('identity_links', batch.columns.identityLinks(), token, signal),
    );
    // 6. Rows. A crash after leaves them stored and not announced: the next reader finds them by their offsets and stores none twice.
    const refused = await storeRows(work, batch, present, knowledge, parts);
    await tellReplays(work, batch, refused, parts);
    // 7. What became of the batch, now that all that follows from it can be read. A crash after leaves everything done but the next intent.
    const deadLetters = batch.deadLetters.length + refused.length;
    const fate = { dead_letters: deadLetters, repeated: batch.repeated, erased: batch.erased };
    const stored = batch.columns.rows - refused.length;
    await work.effect('sink.arrived', (signal) =>
      parts.clickhouse.insertBlock(
        'arrived_batches',
        arrivedBlock(work, { ...fate, stored }, batch.columns.concerned()),
        token,
        signal,
      ),
    );
    tell(parts.metrics, stored, [...batch.deadLetters, ...refused], batch);
  } finally {
    turn.claimed();
  }
};

/** What became of dead letters that were sent again; nearly always there are none. A crash after tells it once more, and repeated rows collapse. */
const tellReplays = async (
  work: BatchWork,
  batch: EventBatch,
  refused: readonly DeadLetter[],
  { clickhouse }: EventParts,
): Promise<void> => {
  const { messages } = work.chunk;
  const headed = messages.withHeaders.map((index) => ({ index, ...messages.at(index) }));
  const late = new Map(refused.map(({ message, code }) => [message.offset, code]));
  const outcomes = new Map(headed.map(({ index, offset }) => [index, late.get(offset)]));
  const replays = replaysOf(headed, (index) => outcomes.get(index) ?? batch.outcomeAt(index), work);
  if (replays.length > 0)
    await work.effect('sink.replays', () =>
      clickhouse.insert('dead_letter_replays', replays, `${work.token}/replays`),
    );
};

const knowledgeFor = async (
  { chunk, isReplay, ask }: BatchWork,
  { readers, claims, erasures }: EventParts,
): Promise<Knowledge> => ({
  readers: await ask('schemas', () => readers.for(chunk.messages)),
  // What an earlier reader claimed of this very batch need not be in the filter yet.
  mayBeClaimed: (low, high) => claims.mayBeClaimed(low, high) || isReplay,
  isErased: erasures.check,
});

/** Settles the candidates; the offsets of this batch that are stored already, which only a reader who comes second finds. */
const lookUp = async (
  work: BatchWork,
  batch: EventBatch,
  earlier: ReturnType<InFlight['enter']>['earlier'],
  knowledge: Knowledge,
  { claims, clickhouse }: EventParts,
): Promise<ReadonlySet<number>> => {
  const { topic, partition, chunk } = work;
  if (batch.candidates.length === 0) return new Set();
  await earlier(batch.candidates.map((row) => batch.keyWordsOf(row)));
  const keys = batch.candidates.map((row) => batch.eventKeyOf(row));
  const found = await work.ask('claims', () => claims.of(keys));
  batch.settle(found, work, knowledge);
  const isOwn = [...found.values()].some(
    (claim) =>
      claim.topic === topic &&
      claim.partition === partition &&
      claim.offset >= chunk.from &&
      claim.offset <= chunk.to,
  );
  if (!isOwn) return new Set();
  const rows = await work.ask('stored offsets', () =>
    clickhouse.query<{ offset: string }>(storedOffsets, { topic, partition, from: chunk.from, to: chunk.to }),
  );
  return new Set(rows.map(({ offset }) => Number(offset)));
};

const tell = (
  metrics: SinkMetrics,
  stored: number,
  deadLetters: readonly DeadLetter[],
  batch: EventBatch,
): void => {
  metrics.stored.inc(stored);
  metrics.repeated.inc(batch.repeated.length);
  metrics.erased.inc(batch.erased.length);
  for (const { code } of deadLetters) metrics.deadLetters.inc({ code });
  metrics.observeFreshness(batch.newest_received_at, Date.now());
};
