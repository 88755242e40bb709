// What people do about handoffs → funnel.events, each act once.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import { TimelyWrites } from '@revloop/infra/kafka/timely-writes.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { eventRecord } from '@revloop/infra/registry/event-record.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';

const storedSql = loadSql(import.meta.url, './sql/act-stored.sql');
/** Ids of acts that are remembered; older ones ClickHouse knows. */
const known_max = 10_000;

export interface ActWriterParts {
  readonly producer: Producer;
  readonly codec: Codec;
  readonly clickhouse: ClickHouse;
  readonly log: Logger;
}

export class ActWriter {
  readonly #parts: ActWriterParts;
  readonly #known = new Map<string, Promise<boolean>>();
  readonly #writes = new TimelyWrites();

  constructor(parts: ActWriterParts) {
    this.#parts = parts;
  }

  /**
   * Resolves once Kafka has acknowledged: true where the act is new, false where one of its id was there before, which stands. Rejects with
   * `SurroundingsError` where Kafka does not answer: it may or may not be written then, and the same id can be sent again.
   */
  async write(event: FunnelEvent): Promise<boolean> {
    const known = this.#known.get(event.event_id);
    if (known) {
      await this.#writes.inTime(known);
      return false;
    }
    const written = this.#writes.begin(() => this.#write(event));
    this.#remember(event.event_id, written);
    return this.#writes.inTime(written);
  }

  async #write(event: FunnelEvent): Promise<boolean> {
    if (await this.#isStored(event)) return false;
    const { producer, codec } = this.#parts;
    // 1. In Kafka, acknowledged. A crash before, or before the answer: whoever asked hears nothing and asks again under the same id. Where
    //    ClickHouse does not know the first of them yet, both are in the topic: by its id it is one act to all who read it.
    await producer.publish(topics.events.name, [eventRecord(event, codec)]);
    failpoint('acts.published');
    return true;
  }

  /** Where ClickHouse does not say, it is written: of two of one id the sink keeps the first. */
  async #isStored({ event_id, source, account_id }: FunnelEvent): Promise<boolean> {
    const { clickhouse, log } = this.#parts;
    try {
      const params = { event_id, source, account_id: account_id ?? '' };
      const [row] = await clickhouse.query<{ found: string }>(storedSql, params);
      return Number(row?.found ?? 0) > 0;
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'not known whether an act was written before: it is written');
      return false;
    }
  }

  #remember(event_id: string, written: Promise<boolean>): void {
    this.#known.set(event_id, written);
    written.catch(() => this.#known.delete(event_id));
    if (this.#known.size <= known_max) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
