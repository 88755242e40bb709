// When does an acknowledged event become visible in the relation analysts read? Asked again and again for the probes not yet seen.
import { setTimeout as pause } from 'node:timers/promises';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { probeAccountIds } from './steady-load.ts';

const probesSeen = loadSql(import.meta.url, './sql/probes-seen.sql');

/** Between an answer and the next question: with the question's own time, how finely visibility is told apart. Asked without a pause, it took half a core. */
const pause_ms = 250;
/** How far back a question looks; a probe that takes longer is found late in the run's last question. */
const seconds_back_max = 60;

/** Watches for probes until `stop`. */
export class Sightings {
  /** Milliseconds from acknowledged to visible, by order of sight. */
  readonly delays_ms: number[] = [];
  /** Milliseconds between two questions. */
  readonly gaps_ms: number[] = [];
  readonly #reader: ClickHouse;
  readonly #acknowledged = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  #running = true;
  readonly #watching: Promise<void>;

  constructor(reader: ClickHouse) {
    this.#reader = reader;
    this.#watching = this.#watch();
    this.#watching.catch(() => undefined);
  }

  /** Probes acknowledged and not seen. */
  get waiting(): number {
    return this.#acknowledged.size;
  }

  /** `at` by performance.now(). A probe may be seen before its answer was read: then it took no time. */
  acknowledge(event_id: string, at: number): void {
    const seenAt = this.#seen.get(event_id);
    if (seenAt === undefined) this.#acknowledged.set(event_id, at);
    else this.delays_ms.push(Math.max(0, seenAt - at));
  }

  /** Resolves when the last question is answered; rejects with what ended the watch early. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let last = performance.now();
    while (this.#running) {
      const rows = await this.#reader.query<{ event_id: string }>(probesSeen, {
        accounts: probeAccountIds,
        seconds: seconds_back_max,
      });
      const at = performance.now();
      this.gaps_ms.push(at - last);
      last = at;
      for (const { event_id } of rows) this.#see(event_id, at);
      await pause(pause_ms);
    }
  }

  #see(event_id: string, at: number): void {
    if (this.#seen.has(event_id)) return;
    this.#seen.set(event_id, at);
    const acknowledgedAt = this.#acknowledged.get(event_id);
    if (acknowledgedAt === undefined) return;
    this.#acknowledged.delete(event_id);
    this.delays_ms.push(at - acknowledgedAt);
  }
}
