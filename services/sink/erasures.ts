// Who was erased: what was received of them up to then is not stored again. Read anew every second.
import { hash } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { IsErased } from './core/event-batch.ts';

const list = loadSql(import.meta.url, './sql/erasures.sql');
const reload_ms = 1_000;

interface ErasureRow {
  readonly kind: string;
  readonly id_sha256: string;
  readonly erased_at: string;
}

export class Erasures {
  readonly #clickhouse: ClickHouse;
  readonly #log: Logger;
  #erased = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(clickhouse: ClickHouse, log: Logger) {
    this.#clickhouse = clickhouse;
    this.#log = log;
  }

  /** Reads the list, then keeps it up to date. Rejects where ClickHouse is away: before it is known who was erased nothing may be stored. */
  async start(): Promise<void> {
    await this.#reload();
    this.#timer = setInterval(() => {
      this.#reload().catch((error: unknown) =>
        this.#log.debug({ reason: reasonOf(error) }, 'erasures not read'),
      );
    }, reload_ms);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Undefined while nobody was ever erased: then nobody pays for the question. */
  get check(): IsErased | undefined {
    const erased = this.#erased;
    if (erased.size === 0) return undefined;
    return (kind, id, received_at) => received_at <= (erased.get(`${kind}/${hash('sha256', id)}`) ?? -1);
  }

  async #reload(): Promise<void> {
    const rows = await this.#clickhouse.query<ErasureRow>(list);
    this.#erased = new Map(
      rows.map(({ kind, id_sha256, erased_at }) => [`${kind}/${id_sha256}`, Number(erased_at)]),
    );
  }
}
