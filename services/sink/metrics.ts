// What the sink counts.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export const sinkMetrics = (registry: Registry) => {
  const registers = [registry];
  const freshness = new Gauge({
    name: 'revloop_sink_freshness_seconds',
    help: 'Time from receipt to storage of the newest event of the last batch, seconds',
    registers,
  });
  return {
    stored: new Counter({
      name: 'revloop_sink_rows_stored_total',
      help: 'Messages stored as rows',
      registers,
    }),
    repeated: new Counter({
      name: 'revloop_sink_repeated_total',
      help: 'Messages whose event or fact was stored already, with the same content',
      registers,
    }),
    erased: new Counter({
      name: 'revloop_sink_erased_total',
      help: 'Messages not stored because they are of a person who was erased',
      registers,
    }),
    deadLetters: new Counter({
      name: 'revloop_sink_dead_letters_total',
      help: 'Messages refused, by code',
      labelNames: ['code'],
      registers,
    }),
    refusedRows: new Counter({
      name: 'revloop_sink_rows_refused_total',
      help: 'Rows that ClickHouse refused and halving found',
      registers,
    }),
    retries: new Counter({
      name: 'revloop_sink_effect_retries_total',
      help: 'Effects tried again because surroundings were away',
      registers,
    }),
    batch: new Histogram({
      name: 'revloop_sink_batch_seconds',
      help: 'Time to store one batch, seconds',
      labelNames: ['topic'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    messages: new Histogram({
      name: 'revloop_sink_batch_messages',
      help: 'Messages of one batch',
      labelNames: ['topic'],
      buckets: [1, 10, 100, 1_000, 5_000, 10_000, 25_000, 50_000, 100_000],
      registers,
    }),
    observeFreshness: (received_at: number | undefined, now: number): void => {
      if (received_at !== undefined) freshness.set(Math.max(0, now - received_at) / 1_000);
    },
  };
};

export type SinkMetrics = ReturnType<typeof sinkMetrics>;
