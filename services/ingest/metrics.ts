// What ingest counts.
import { Counter, Gauge, type Registry } from 'prom-client';

/** Registers ingest's metrics; `waitingBytes` is read at every scrape. */
export const ingestMetrics = (registry: Registry, waitingBytes: () => number) => {
  new Gauge({
    name: 'revloop_ingest_waiting_bytes',
    help: 'Bytes of events held in memory until Kafka acknowledges them',
    registers: [registry],
    collect() {
      this.set(waitingBytes());
    },
  });
  return {
    accepted: new Counter({
      name: 'revloop_ingest_events_accepted_total',
      help: 'Events acknowledged by Kafka and answered 202',
      labelNames: ['source'],
      registers: [registry],
    }),
    rejected: new Counter({
      name: 'revloop_ingest_events_rejected_total',
      help: 'Events refused as invalid, by code',
      labelNames: ['source', 'code'],
      registers: [registry],
    }),
    unavailable: new Counter({
      name: 'revloop_ingest_requests_unavailable_total',
      help: 'Requests answered 503, by code',
      labelNames: ['code'],
      registers: [registry],
    }),
  };
};

export type IngestMetrics = ReturnType<typeof ingestMetrics>;
