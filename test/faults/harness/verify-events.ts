// Is what was acknowledged in `events`, each once, and nothing else; and is every offset accounted for?
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { eventually } from '../../support/eventually.ts';
import { keyOf, type Ledger } from './ledger.ts';
import type { Scene } from './scene.ts';

export interface EventsVerdict {
  readonly stored: number;
  /** Acknowledged (source, event_id)s that are not in `events`. */
  readonly lost: readonly string[];
  /** Rows of `events` beyond the first of their identity, and of `stored_events` beyond the first of their identity or place. */
  readonly doubled: number;
  readonly mismatches: readonly string[];
}

const one = async (clickhouse: ClickHouse, sql: string): Promise<number> =>
  Number((await clickhouse.query<{ n: string }>(sql))[0]?.n ?? NaN);

/** Rows of the table, without FINAL, beyond the first of their identity or place. */
export const doubledRows = async (clickhouse: ClickHouse): Promise<number> =>
  one(
    clickhouse,
    'SELECT greatest(count() - uniqExact(source, event_id), count() - uniqExact(_topic, _partition, _offset)) AS n FROM stored_events',
  );

export const verifyEvents = async (
  { whole: { clickhouse } }: Scene,
  ledger: Ledger,
): Promise<EventsVerdict> => {
  const acknowledged = ledger.keys();
  await eventually(
    'all that was acknowledged is stored',
    () => one(clickhouse, 'SELECT count() AS n FROM events'),
    (n) => n >= acknowledged.size,
    120_000,
  ).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  const rows = await clickhouse.query<{ source: string; event_id: string }>(
    'SELECT source, event_id FROM events',
  );
  const stored = new Set(rows.map(keyOf));
  const unsent = [...stored].filter((key) => !acknowledged.has(key));
  return {
    stored: stored.size,
    lost: [...acknowledged].filter((key) => !stored.has(key)),
    doubled: rows.length - stored.size + (await doubledRows(clickhouse)),
    mismatches:
      unsent.length > 0 ? [`${unsent.length} events that nobody sent, ${unsent[0]} among them`] : [],
  };
};

interface Audit {
  readonly complete: boolean;
  readonly missing: number;
  readonly duplicates: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly lag_events: number;
  }[];
}

const unanswered: Audit = { complete: false, missing: 0, duplicates: 0, partitions: [] };

/** What the sink's own audit says once it has caught up. */
export const verifyAudit = async ({ whole: { ports } }: Pick<Scene, 'whole'>): Promise<readonly string[]> => {
  const audit = await eventually(
    'the sink has caught up and its audit is complete',
    async () => {
      const response = await fetch(`http://127.0.0.1:${ports.sink}/audit`).catch(() => undefined);
      return response?.ok ? ((await response.json()) as Audit) : unanswered;
    },
    ({ complete, partitions }) => complete && partitions.every(({ lag_events }) => lag_events === 0),
    60_000,
  ).catch((error: unknown) => String(error));
  if (typeof audit === 'string') return [`audit: ${audit}`];
  const audited = audit.partitions.filter(({ topic }) => topic === topics.events.name).length;
  return [
    ...(audit.missing + audit.duplicates > 0
      ? [`audit: ${audit.missing} missing, ${audit.duplicates} duplicates`]
      : []),
    ...(audited !== topics.events.partitions
      ? [`audit: ${audited} of ${topics.events.partitions} partitions of ${topics.events.name}`]
      : []),
  ];
};
