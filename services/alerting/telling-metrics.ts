// What is counted of telling people, by channel.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ChannelHealth } from './core/telling/health.ts';

export interface TellingView {
  /** By channel id. */
  readonly health: ReadonlyMap<string, ChannelHealth>;
  /** Facts nobody was told of, by why. */
  readonly untold: ReadonlyMap<string, number>;
}

/** Registers the metrics; `view` is read at every scrape. */
export const tellingMetrics = (registry: Registry, view: () => TellingView) => {
  const registers = [registry];
  const labelNames = ['channel'] as const;
  const gauge = (name: string, help: string, read: (health: ChannelHealth) => number): Gauge<'channel'> =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        for (const [channel, health] of view().health) this.set({ channel }, read(health));
      },
    });
  gauge('revloop_alerting_waiting', 'Clocks of which something waits to be told', ({ waiting }) => waiting);
  gauge(
    'revloop_alerting_failing_seconds',
    'How long a channel has been failing; 0 where it works',
    ({ failing_since }) => (failing_since === undefined ? 0 : (Date.now() - failing_since) / 1000),
  );
  new Counter({
    name: 'revloop_alerting_untold_total',
    help: 'Facts nobody was told of, by why: old, no_route, or over before its turn, during quiet hours, silences, pauses and snoozes',
    labelNames: ['why'],
    registers,
    collect() {
      this.reset();
      for (const [why, count] of view().untold) this.inc({ why }, count);
    },
  });
  return {
    sent: new Counter({
      name: 'revloop_alerting_sent_total',
      help: 'Messages a receiver took, by kind',
      labelNames: ['channel', 'kind'],
      registers,
    }),
    send_failures: new Counter({
      name: 'revloop_alerting_send_failures_total',
      help: 'Attempts to send that failed, by HTTP or SMTP status (0: no answer)',
      labelNames: ['channel', 'status'],
      registers,
    }),
    undeliverable: new Counter({
      name: 'revloop_alerting_undeliverable_total',
      help: 'Facts that were given up telling',
      labelNames,
      registers,
    }),
    told_seconds: new Histogram({
      name: 'revloop_alerting_told_seconds',
      help: 'From the due time to somebody having been told, seconds',
      labelNames,
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600],
      registers,
    }),
    untold_overdue: new Gauge({
      name: 'revloop_alerting_untold_overdue',
      help: 'Facts that should have been told on a channel by now and were not; checked every minute against ClickHouse',
      registers,
    }),
  };
};

export type TellingMetrics = ReturnType<typeof tellingMetrics>;
