// What alerting counts of clocks and facts.
import { Counter, Gauge, type Registry } from 'prom-client';

export interface WatchSizes {
  readonly open: number;
  readonly overdue: number;
  /** Partitions of funnel.sla whose accounts are ours to judge. */
  readonly partitions: number;
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
    'revloop_alerting_partitions',
    'Partitions of funnel.sla whose accounts this instance judges',
    ({ partitions }) => partitions,
  );
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
    incomplete: new Counter({
      name: 'revloop_alerting_incomplete_total',
      help: 'Times accounts were judged before ClickHouse could say what is stored of them',
      registers: [registry],
    }),
  };
};

export type AlertingMetrics = ReturnType<typeof alertingMetrics>;
