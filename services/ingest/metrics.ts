// What ingest counts.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ByteBudget } from './byte-budget.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const counts = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

const gauges = (registers: [Registry], budget: ByteBudget): void => {
  new Gauge({
    name: 'revloop_ingest_waiting_bytes',
    help: 'Bytes of bodies being read and of events held in memory until Kafka acknowledges them',
    registers,
    collect() {
      this.set(budget.usedBytes);
    },
  });
  new Gauge({
    name: 'revloop_ingest_waiting_bytes_peak',
    help: 'The most bytes that were ever held since the start',
    registers,
    collect() {
      this.set(budget.peakBytes);
    },
  });
};

const publishing = (registers: [Registry]) => ({
  publishes: new Histogram({
    name: 'revloop_ingest_publish_duration_seconds',
    help: 'Time of one publish to Kafka until it was acknowledged or had failed, seconds',
    buckets: seconds,
    registers,
  }),
  publishedEvents: new Histogram({
    name: 'revloop_ingest_publish_events',
    help: 'Events in one publish to Kafka',
    buckets: counts,
    registers,
  }),
  publishFailures: new Counter({
    name: 'revloop_ingest_publish_failures_total',
    help: 'Publishes that Kafka did not acknowledge, by code',
    labelNames: ['code'],
    registers,
  }),
});

/** Registers ingest's metrics; the budget is read at every scrape. */
export const ingestMetrics = (registry: Registry, budget: ByteBudget) => {
  const registers: [Registry] = [registry];
  gauges(registers, budget);
  // Counted here and handed on when somebody asks: a counter with labels costs a microsecond at every request.
  const acceptedSince = new Map<string, number>();
  new Counter({
    name: 'revloop_ingest_events_accepted_total',
    help: 'Events acknowledged by Kafka and answered 202',
    labelNames: ['source'],
    registers,
    collect() {
      for (const [source, events] of acceptedSince) this.inc({ source }, events);
      acceptedSince.clear();
    },
  });
  return {
    ...publishing(registers),
    accepted: (source: string, events: number): void =>
      void acceptedSince.set(source, (acceptedSince.get(source) ?? 0) + events),
    requests: new Histogram({
      name: 'revloop_ingest_request_duration_seconds',
      help: 'Time of POST /v1/events from its first header to its answer, seconds, whatever the answer',
      buckets: seconds,
      registers,
    }),
    requestEvents: new Histogram({
      name: 'revloop_ingest_request_events',
      help: 'Events in one request, good and bad',
      buckets: counts,
      registers,
    }),
    rejected: new Counter({
      name: 'revloop_ingest_events_rejected_total',
      help: 'Events refused as invalid, by code',
      labelNames: ['source', 'code'],
      registers,
    }),
    unavailable: new Counter({
      name: 'revloop_ingest_requests_unavailable_total',
      help: 'Requests answered 503, by code',
      labelNames: ['code'],
      registers,
    }),
  };
};

export type IngestMetrics = ReturnType<typeof ingestMetrics>;
