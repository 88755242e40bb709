// The completeness audit: asks ClickHouse and Kafka, lets core add it up, tells the result as metrics, all the time, and to whoever asks.
import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { TopicEnds } from '@revloop/infra/kafka/topic-ends.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { Gauge, type Registry } from 'prom-client';
import { audit, type Audit, type PartitionAudit } from './core/audit.ts';
import type { AuditRow } from './core/audit.ts';
import type { Progress } from './progress.ts';

export interface AuditorSettings {
  readonly clickhouse: ClickHouse;
  readonly ends: TopicEnds;
  readonly topics: readonly string[];
  readonly progress: Progress;
  readonly registry: Registry;
  readonly log: Logger;
  /** Batches older than this are not audited: rows may have reached their TTL. */
  readonly days: number;
}

const statement = loadSql(import.meta.url, './sql/audit.sql');
const pause_ms_min = 10_000;
/** An audit may take this part of the time at most. */
const share_max = 0.05;

export class Auditor {
  readonly #settings: AuditorSettings;
  readonly #gauges: Readonly<Record<'missing' | 'duplicates' | 'lag_events' | 'lag_seconds', Gauge>>;
  readonly #stopped = new AbortController();
  #last: Audit | undefined;

  constructor(settings: AuditorSettings) {
    this.#settings = settings;
    const gauge = (name: string, help: string): Gauge =>
      new Gauge({ name, help, labelNames: ['topic', 'partition'], registers: [settings.registry] });
    this.#gauges = {
      missing: gauge('revloop_audit_missing', 'Offsets consumed that are neither stored nor accounted for'),
      duplicates: gauge('revloop_audit_duplicates', 'Rows stored beyond one for an offset'),
      lag_events: gauge('revloop_sink_lag_events', 'Messages in Kafka that are not stored yet'),
      lag_seconds: gauge(
        'revloop_sink_lag_seconds',
        'Age of the oldest message that is not stored yet, seconds',
      ),
    };
  }

  /** Audits now. Rejects with `SurroundingsError` where ClickHouse or Kafka does not answer. */
  async audit(): Promise<Audit> {
    const { clickhouse, ends, topics, progress, days } = this.#settings;
    const now = Date.now();
    const since = new Date(now - days * 86_400_000).toISOString().replace('Z', '');
    // Rows first: what arrives meanwhile is lag, not missing.
    const rows = await clickhouse.query<AuditRow>(statement, { topics, since });
    const lags = progress.of(now);
    const lagMs = (topic: string, partition: number): number =>
      lags.find((one) => one.topic === topic && one.partition === partition)?.lag_ms ?? 0;
    this.#last = audit(rows, await ends.of(topics), lagMs, now);
    for (const one of this.#last.partitions) this.#tell(one);
    return this.#last;
  }

  /** What the last audit found, as one sentence. */
  get finding(): string {
    if (!this.#last) return 'not audited yet';
    const { complete, missing, duplicates, audited_at } = this.#last;
    return complete
      ? `complete at ${audited_at}`
      : `${missing} offsets missing, ${duplicates} rows too many at ${audited_at}`;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        const { complete, missing, duplicates } = await this.audit();
        if (!complete) this.#settings.log.error({ missing, duplicates }, 'the audit does not come out even');
      } catch (error) {
        this.#settings.log.warn({ reason: reasonOf(error) }, 'not audited');
      }
      const took = performance.now() - began;
      await pause(Math.max(pause_ms_min, took / share_max), undefined, { signal }).catch(() => undefined);
    }
  }

  #tell({ topic, partition, ...found }: PartitionAudit): void {
    for (const name of ['missing', 'duplicates', 'lag_events', 'lag_seconds'] as const)
      this.#gauges[name].set({ topic, partition }, found[name]);
  }
}
