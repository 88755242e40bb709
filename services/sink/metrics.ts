// What the sink counts.
import { Counter, Gauge, type Registry } from 'prom-client';

export const sinkMetrics = (registry: Registry) => {
  const freshness = new Gauge({
    name: 'revloop_sink_freshness_seconds',
    help: 'Time from receipt to storage of the newest event of the last batch, seconds',
    registers: [registry],
  });
  return {
    stored: new Counter({
      name: 'revloop_sink_rows_stored_total',
      help: 'Messages stored as rows, repetitions included',
      registers: [registry],
    }),
    deadLetters: new Counter({
      name: 'revloop_sink_dead_letters_total',
      help: 'Messages refused, by code',
      labelNames: ['code'],
      registers: [registry],
    }),
    retries: new Counter({
      name: 'revloop_sink_batch_retries_total',
      help: 'Batches that must come again because surroundings were away',
      registers: [registry],
    }),
    observeFreshness: (received_at: string | undefined): void => {
      if (received_at !== undefined) freshness.set((Date.now() - Date.parse(received_at)) / 1_000);
    },
  };
};

export type SinkMetrics = ReturnType<typeof sinkMetrics>;
