// What every service answers about itself: /livez, /readyz and /metrics (Prometheus).
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { reasonOf } from './errors.ts';

/** Name → check; a check throws or rejects with the reason why the service is not ready. */
export type Checks = Readonly<Record<string, () => Promise<void> | void>>;

/** A metrics registry with Node's own metrics, labelled with the service's name. */
export const createMetrics = (service: string): Registry => {
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metrics });
  return metrics;
};

/** Name → a sentence that is worth knowing and decides nothing. */
export type Notes = Readonly<Record<string, () => string>>;

/** Adds the three probes to an app. /readyz lists each check as `ok` or the reason, 503 while one fails, and the notes beside them. */
export const addProbes = (
  app: FastifyInstance,
  metrics: Registry,
  checks: Checks,
  notes: Notes = {},
): void => {
  const hide = { schema: { hide: true } } as object;
  app.get('/livez', hide, () => ({ status: 'ok' }));
  app.get('/readyz', hide, async (_request, reply) => {
    const parts: Record<string, string> = {};
    for (const [name, check] of Object.entries(checks)) {
      try {
        await check();
        parts[name] = 'ok';
      } catch (error) {
        parts[name] = reasonOf(error);
      }
    }
    const ready = Object.values(parts).every((state) => state === 'ok');
    const noted = Object.fromEntries(Object.entries(notes).map(([name, note]) => [name, note()]));
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', parts, ...noted });
  });
  app.get('/metrics', hide, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
};
