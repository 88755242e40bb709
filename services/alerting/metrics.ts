// What alerting counts.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface WatchSizes {
  readonly open: number;
  readonly overdue: number;
  readonly accounts: number;
  /** How long the earliest due clock has been waiting to be judged, milliseconds; 0 where none is due. */
  readonly late_ms: number;
}

/** Registers alerting's metrics; `sizes` is read at every scrape. */
export const alertingMetrics = (registry: Registry, sizes: () => WatchSizes) => {
  const gauge = (name: string, help: string, read: (sizes: WatchSizes) => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(sizes()));
      },
    });
  gauge('revloop_alerting_clocks_open', 'Clocks that wait for an answer', ({ open }) => open);
  gauge('revloop_alerting_clocks_overdue', 'Open clocks past their due time', ({ overdue }) => overdue);
  gauge('revloop_alerting_accounts', 'Accounts held in memory', ({ accounts }) => accounts);
  gauge(
    'revloop_alerting_due_late_seconds',
    'How long the earliest due clock has been waiting to be judged',
    ({ late_ms }) => late_ms / 1000,
  );
  return {
    facts: new Counter({
      name: 'revloop_alerting_facts_total',
      help: 'Facts published, by kind',
      labelNames: ['fact', 'level'],
      registers: [registry],
    }),
    told_seconds: new Histogram({
      name: 'revloop_alerting_told_seconds',
      help: 'From the due time to somebody having been told, seconds',
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600],
      registers: [registry],
    }),
    untold: new Counter({
      name: 'revloop_alerting_untold_total',
      help: 'Facts nobody was told of, by why: old, or given up by the webhook',
      labelNames: ['why'],
      registers: [registry],
    }),
    webhook_failures: new Counter({
      name: 'revloop_alerting_webhook_failures_total',
      help: 'Attempts to tell that failed, by HTTP status (0: no answer)',
      labelNames: ['status'],
      registers: [registry],
    }),
    incomplete: new Counter({
      name: 'revloop_alerting_incomplete_total',
      help: 'Times accounts were judged before ClickHouse could say what is stored of them',
      registers: [registry],
    }),
  };
};

export type AlertingMetrics = ReturnType<typeof alertingMetrics>;
