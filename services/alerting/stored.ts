// ClickHouse → the watch: all that is recent at the start, and later whatever an unknown account or contact needs.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { keyHashOf } from '@revloop/infra/kafka/partitioner.ts';
import type { Topic } from '@revloop/schemas/topics.ts';
import { AccountFilter, slotsOf } from './core/account-filter.ts';
import { watchedEventTypes } from './core/policy.ts';
import { handoffIdOf, type StageEvent } from './core/stage-event.ts';
import type { Watch } from './core/watch.ts';
import { idChunks } from './id-chunks.ts';
import { factFrom, linkFrom, stageEventFrom, type EventRow, type FactRow, type LinkRow } from './rows.ts';

const plain = ['positions', 'count', 'load-accounts', 'load-events', 'load-links', 'events-of', 'links-of'];
const composed = ['load-facts', 'facts-of'];
const load = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const sql = new Map([
  ...plain.map((name) => [name, load(name)] as const),
  ...composed.map((name) => [name, compose(load(name))] as const),
]);
const statement = (name: string): string => sql.get(name) ?? '';

/** About what one answer may hold. */
const bucket_rows = 100_000;

const types = watchedEventTypes;

/** The next offset to read, by topic and partition. */
export type Positions = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** What alerting has stored, read into a watch. Every method rejects with `SurroundingsError`. */
export class Stored {
  readonly #clickhouse: ClickHouse;
  readonly #property_names: readonly string[];
  /** One question at a time: however many partitions ask, ClickHouse has one to work at. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(clickhouse: ClickHouse, property_names: ReadonlySet<string>) {
    this.#clickhouse = clickhouse;
    this.#property_names = [...property_names];
  }

  /** The first offset of each partition that is not stored: where to read on. */
  async nextOffsets({ name, partitions }: Topic): Promise<ReadonlyMap<number, bigint>> {
    const rows = await this.#clickhouse.query<{ partition: number; offset: string }>(statement('positions'), {
      topic: name,
    });
    const starts = new Map(Array.from({ length: partitions }, (_, partition) => [partition, 0n]));
    for (const { partition, offset } of rows) starts.set(partition, BigInt(offset) + 1n);
    return starts;
  }

  /** Fills an empty watch with every account that has a stage event since `from_ms`; the accounts. */
  async loadInto(watch: Watch, from_ms: number, now: number): Promise<readonly string[]> {
    const [count] = await this.#clickhouse.query<{ events: string; accounts: string }>(statement('count'), {
      types,
    });
    const buckets = Math.max(1, Math.ceil(Number(count?.events ?? 0) / bucket_rows));
    const params = { types, from_ms, buckets, property_names: this.#property_names };
    const each = async <Row>(name: string, take: (row: Row) => void): Promise<void> => {
      for (let bucket = 0; bucket < buckets; bucket += 1)
        for await (const rows of this.#clickhouse.queryEach<Row>(statement(name), { ...params, bucket }))
          for (const row of rows) take(row);
    };
    // Events before links: a link is only kept for contacts that are there.
    await each<EventRow>('load-events', (row) => void watch.add(stageEventFrom(row, now), now));
    await each<LinkRow>('load-links', (row) => void watch.learn(linkFrom(row), now));
    await each<FactRow>('load-facts', (row) => void watch.book.merge(factFrom(row)));
    watch.setStored(await this.#storedAccounts(Number(count?.accounts ?? 0)));
    const keys = [...watch.histories.accountKeys()];
    for (const key of keys) watch.histories.setComplete(key);
    return keys;
  }

  async #storedAccounts(accounts: number): Promise<AccountFilter> {
    const filter = new AccountFilter((account) => keyHashOf(Buffer.from(account)), slotsOf(accounts));
    const buckets = Math.max(1, Math.ceil(accounts / bucket_rows));
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const params = { types, slots: filter.slots, buckets, bucket };
      const answer = this.#clickhouse.queryEach<{ slot: string }>(statement('load-accounts'), params);
      for await (const rows of answer) for (const { slot } of rows) filter.addSlot(Number(slot));
    }
    return filter;
  }

  /** Adds what is stored of these accounts; all accounts that came to be complete. Of accounts without anything stored nothing is asked. */
  complete(watch: Watch, keys: readonly string[], now: number): Promise<readonly string[]> {
    const asked = keys.filter((key) => !watch.isComplete(key));
    if (asked.length === 0) return Promise.resolve([]);
    const answer = this.#last.then(() => this.#complete(watch, asked, now));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #complete(watch: Watch, keys: readonly string[], now: number): Promise<readonly string[]> {
    const completed = new Set<string>();
    let asked = keys.filter((key) => !watch.isComplete(key));
    // A contact that stands for itself may turn out to belong to an account: that one is asked for in a second round.
    for (let round = 0; round < 2 && asked.length > 0; round += 1) {
      const touched = new Set<string>();
      for (const chunk of idChunks(asked))
        for (const key of await this.#completeSome(watch, chunk, now)) touched.add(key);
      for (const key of asked) {
        watch.histories.setComplete(key);
        completed.add(key);
      }
      asked = [...touched].filter((key) => !watch.isComplete(key));
    }
    return [...completed];
  }

  async #completeSome(watch: Watch, keys: readonly string[], now: number): Promise<readonly string[]> {
    const own = keys.filter((key) => watch.histories.accountIdOf(key) === '');
    const contacts = own.map((key) => key.slice('contact:'.length));
    const accounts = keys.filter((key) => !own.includes(key));
    const rows = await this.#clickhouse.query<EventRow>(statement('events-of'), {
      types,
      property_names: this.#property_names,
      accounts,
      contacts,
    });
    const events = rows.map((row) => stageEventFrom(row, now));
    const loose = new Set([...contacts, ...events.flatMap(looseContact)]);
    for (const chunk of idChunks([...loose]))
      for (const row of await this.#clickhouse.query<LinkRow>(statement('links-of'), { contacts: chunk }))
        watch.learn(linkFrom(row), now);
    const touched = new Set(events.flatMap((event) => watch.add(event, now)));
    for (const contact_id of contacts) touched.add(watch.histories.keyOf(null, contact_id, now));
    const handoffs = events.filter(({ type }) => type === 'mql_created').map(handoffIdOf);
    for (const chunk of idChunks(handoffs))
      for (const row of await this.#clickhouse.query<FactRow>(statement('facts-of'), { handoffs: chunk }))
        watch.book.merge(factFrom(row));
    return [...touched];
  }
}

const looseContact = ({ account_id, contact_id }: StageEvent): readonly string[] =>
  account_id === null && contact_id !== null ? [contact_id] : [];
