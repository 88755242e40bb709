// The peer: ClickHouse's own Kafka engine with a materialised view into a twin of our table.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { BenchStack } from './bench-stack.ts';
import { measureDrain, type Drain } from './drain.ts';

const peerTable = loadSql(import.meta.url, './sql/peer-table.sql');
const peerEngine = loadSql(import.meta.url, './sql/peer-engine.sql');
const peerView = loadSql(import.meta.url, './sql/peer-view.sql');
const exactness = loadSql(import.meta.url, './sql/exactness.sql');
const dropTable = loadSql(import.meta.url, './sql/drop-table.sql');

export interface Engine {
  readonly topic: string;
  readonly format: 'JSONEachRow' | 'AvroConfluent';
  readonly consumers: number;
}

/** Drains the topic once, with a group of its own; throws when the table then does not hold every message. */
export const drainByEngine = async (stack: BenchStack, engine: Engine, events: number): Promise<Drain> => {
  const { clickhouse, brokers, registryUrl } = stack;
  await clickhouse.run(peerTable);
  try {
    const drain = await measureDrain(stack, { table: 'peer_events', events }, async () => {
      await clickhouse.run(peerEngine, {
        ...engine,
        brokers: brokers.join(','),
        group: `bench-${engine.format}-${engine.consumers}`,
        registry: registryUrl,
      });
      await clickhouse.run(peerView);
      return { check: () => undefined, isDone: () => Promise.resolve(true) };
    });
    const [stored] = await clickhouse.query<{ places: string }>(exactness, { table: 'peer_events' });
    if (Number(stored?.places) !== events)
      throw new Error(`the engine stored ${stored?.places} of ${events} messages`);
    return drain;
  } finally {
    for (const table of ['peer_view', 'peer_engine', 'peer_events'])
      await clickhouse.run(dropTable, { table });
  }
};
