// Who may store which event: claims in ClickHouse, and a filter in memory that knows for nearly every event that nobody claims it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Claim } from './core/decide.ts';
import { KeyFilter } from './core/key-filter.ts';

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const statements = {
  claimsOf: sql('claims-of'),
  claimEnds: sql('claim-ends'),
  // Eight bytes a key, little-endian.
  claimedKeys: `${sql('claimed-keys')}\nFORMAT RowBinary`,
  withdraw: sql('withdraw-claims'),
};

/** Keys asked for at a time: they travel in the URL, 21 bytes each, of which the server takes 4 MB. */
const keys_asked_max = 20_000;

interface ClaimRow {
  readonly event_key: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly content_key: string;
}

/** Claims of one topic. Every method rejects with `SurroundingsError` where ClickHouse is away. */
export class Claims {
  readonly #clickhouse: ClickHouse;
  readonly #topic: string;
  readonly #filter: KeyFilter;
  /** Next offset whose claim the filter may lack, by partition. */
  readonly #next = new Map<number, number>();
  #complete = false;
  #distrusted = 0;
  #catchingUp: Promise<void> | undefined;

  constructor(clickhouse: ClickHouse, topic: string, filter_bytes: number) {
    this.#clickhouse = clickhouse;
    this.#topic = topic;
    this.#filter = new KeyFilter(filter_bytes);
  }

  /** Adds a key; true where it may have been claimed. Until the filter holds every claim, that is every key. */
  mayBeClaimed(low: number, high: number): boolean {
    return this.#filter.add(low, high) || !this.#complete;
  }

  /** Whether the filter holds every claim that was made before the last distrust. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** Others may have claimed since: until `catchUp` has read what, every key is looked up. */
  distrust(): void {
    this.#complete = false;
    this.#distrusted += 1;
  }

  /** Reads the claims that were made since the last time. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#readNew().finally(() => (this.#catchingUp = undefined));
    return this.#catchingUp;
  }

  /** Claims on these events, by event key. */
  async of(keys: readonly bigint[]): Promise<ReadonlyMap<bigint, Claim>> {
    const claims = new Map<bigint, Claim>();
    for (let from = 0; from < keys.length; from += keys_asked_max)
      for (const row of await this.#clickhouse.query<ClaimRow>(statements.claimsOf, {
        keys: keys.slice(from, from + keys_asked_max),
      }))
        claims.set(BigInt(row.event_key), {
          topic: row.topic,
          partition: row.partition,
          offset: Number(row.offset),
          content_key: BigInt(row.content_key),
        });
    return claims;
  }

  withdraw(keys: readonly bigint[], partition: number, offsets: readonly number[]): Promise<void> {
    return this.#clickhouse.run(statements.withdraw, { keys, topic: this.#topic, partition, offsets });
  }

  async #readNew(): Promise<void> {
    for (;;) {
      const topic = this.#topic;
      const seen = this.#distrusted;
      for (const row of await this.#clickhouse.query<{ partition: number; offset: string }>(
        statements.claimEnds,
        { topic },
      )) {
        const range = {
          topic,
          partition: row.partition,
          from: this.#next.get(row.partition) ?? 0,
          to: Number(row.offset),
        };
        if (range.to >= range.from) await this.#readRange(range);
        this.#next.set(row.partition, range.to + 1);
      }
      // Distrusted meanwhile: what was read may be older than that.
      if (seen !== this.#distrusted) continue;
      this.#complete = true;
      return;
    }
  }

  async #readRange(range: Readonly<Record<string, unknown>>): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.#clickhouse.stream(statements.claimedKeys, range)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const whole = bytes.length - (bytes.length % 8);
      for (let at = 0; at < whole; at += 8)
        this.#filter.add(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4));
      rest = bytes.subarray(whole);
    }
  }
}
