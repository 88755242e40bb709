// The console's HTTP app: reports as JSON under /api, the page everywhere else. No listen; tests inject.
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { answerOptions, Reports, type Warehouse } from './answer.ts';
import { parseParams } from './core/params.ts';
import { isReportName, reportNames, reports } from './core/report.ts';
import type { SentUpdateRow } from './core/sla-rows.ts';
import {
  badParameter,
  badUpdate,
  noSuchReport,
  noSuchRoute,
  type Refusal,
  refusalOf,
  tooLargeUpdate,
} from './errors.ts';
import { addHandoffUpdates } from './handoff-updates.ts';
import { addPage } from './page.ts';
import { addShownFiles } from './shown-files.ts';
import type { UpdateWriter } from './write-update.ts';

export interface Parts {
  readonly warehouse: Warehouse;
  readonly log: Logger;
  readonly now: () => Date;
  /** The folder `vite build` wrote; the page is missing with a clear answer where it is. */
  readonly pageDirectory: string;
  /** Where acts are written; without it they are refused. */
  readonly writer?: UpdateWriter | undefined;
  /** Header that names who is signed in, in small letters. */
  readonly userHeader?: string | undefined;
  readonly directoryPath?: string | undefined;
  readonly simulationPath?: string | undefined;
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

/** Builds the app: `GET /api/reports/:name`, `/api/options`, `/api/acting`, `/api/silences`, `/api/simulation`, `POST /api/handoffs/updates`, and the page. Errors are `{error: {code, message}}`. */
export const createApp = async (parts: Parts): Promise<FastifyInstance> => {
  const { warehouse, log, now, pageDirectory, writer, userHeader, directoryPath, simulationPath } = parts;
  const app = Fastify({ logger: false, routerOptions: { maxParamLength: 300 }, requestTimeout: 60_000 });
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(securityHeaders)) reply.header(name, value);
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = askerRefusal(error, request.method) ?? refusalOf(error);
    if (refusal.status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return refuse(reply, refusal);
  });
  const answers = new Reports(warehouse, now);
  app.get<{ Params: { name: string }; Querystring: Record<string, unknown> }>(
    '/api/reports/:name',
    async (request, reply) => {
      const { name } = request.params;
      if (!isReportName(name)) return refuse(reply, noSuchReport(name, reportNames));
      const parsed = parseParams(reports[name].params, request.query);
      if (!parsed.ok) return refuse(reply, badParameter(parsed.faults));
      reply.header('cache-control', 'no-store');
      const answer = await answers.answer(name, parsed.values);
      // Whoever acted asks for the board next, and is to see what they did.
      if (name === 'sent-update' && isTaken(answer.rows[0])) answers.expire();
      return answer;
    },
  );
  app.get('/api/options', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return answerOptions(warehouse);
  });
  addHandoffUpdates(app, { warehouse, writer, userHeader, now }, refuse);
  addShownFiles(app, { directoryPath, simulationPath, now });
  app.all('/api/*', (request, reply) => refuse(reply, noSuchRoute(pathOf(request.url))));
  await addPage(app, pageDirectory, refuse);
  return app;
};

const isTaken = (row: object | undefined): boolean => (row as SentUpdateRow | undefined)?.derived === true;

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

/** What Fastify itself refuses: a query string or a body that cannot be read. */
const askerRefusal = (error: unknown, method: string): Refusal | undefined => {
  const status = statusOf(error);
  if (status === 413) return tooLargeUpdate;
  if (status !== 400) return undefined;
  return method === 'POST' ? badUpdate([messageOf(error)]) : badParameter([messageOf(error)]);
};

const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
