// What the attribution service counts.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export const attributionMetrics = (registry: Registry) => ({
  accounts: new Counter({
    name: 'revloop_attribution_accounts_refreshed_total',
    help: 'Accounts whose credits were computed anew',
    registers: [registry],
  }),
  waiting: new Gauge({
    name: 'revloop_attribution_waiting_events',
    help: 'Stored events whose accounts are not refreshed yet',
    registers: [registry],
  }),
  seconds: new Histogram({
    name: 'revloop_attribution_refresh_seconds',
    help: 'Time of one refresh of changed accounts, seconds',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  }),
  solving_seconds: new Histogram({
    name: 'revloop_attribution_solving_seconds',
    help: 'Time to solve the Markov chains of all windows, seconds',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  }),
});

export type AttributionMetrics = ReturnType<typeof attributionMetrics>;
