// The console's HTTP app: reports as JSON under /api, the page everywhere else. No listen; tests inject.
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { answerOptions, answerReport, type Warehouse } from './answer.ts';
import { parseParams } from './core/params.ts';
import { isReportName, reportNames, reports } from './core/report.ts';
import { badParameter, noSuchReport, noSuchRoute, type Refusal, refusalOf } from './errors.ts';
import { addPage } from './page.ts';

export interface Parts {
  readonly warehouse: Warehouse;
  readonly log: Logger;
  readonly now: () => Date;
  /** The folder `vite build` wrote; the page is missing with a clear answer where it is. */
  readonly pageDirectory: string;
}

/** The page loads nothing from elsewhere and is shown in no frame. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

const refuse = (reply: FastifyReply, { status, code, message }: Refusal): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').send({ error: { code, message } });

/** Builds the app: `GET /api/reports/:name`, `GET /api/options`, and the page. Errors are `{error: {code, message}}`. */
export const createApp = async ({ warehouse, log, now, pageDirectory }: Parts): Promise<FastifyInstance> => {
  const app = Fastify({ logger: false, routerOptions: { maxParamLength: 300 }, requestTimeout: 60_000 });
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(securityHeaders)) reply.header(name, value);
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = statusOf(error) === 400 ? badParameter([messageOf(error)]) : refusalOf(error);
    if (refusal.status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return refuse(reply, refusal);
  });
  app.get<{ Params: { name: string }; Querystring: Record<string, unknown> }>(
    '/api/reports/:name',
    async (request, reply) => {
      const { name } = request.params;
      if (!isReportName(name)) return refuse(reply, noSuchReport(name, reportNames));
      const parsed = parseParams(reports[name].params, request.query);
      if (!parsed.ok) return refuse(reply, badParameter(parsed.faults));
      reply.header('cache-control', 'no-store');
      return answerReport(warehouse, name, parsed.values, now());
    },
  );
  app.get('/api/options', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return answerOptions(warehouse);
  });
  app.all('/api/*', (request, reply) => refuse(reply, noSuchRoute(pathOf(request.url))));
  await addPage(app, pageDirectory, refuse);
  return app;
};

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
