// The app without a warehouse behind it: what it refuses, how it serves the page, and what it says when ClickHouse is away.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { FastifyInstance } from 'fastify';
import { createApp } from './server.ts';

// Port 1 of this machine, where nothing listens.
const away = connectClickHouse({
  url: 'http://127.0.0.1:1',
  database: 'revloop',
  user: 'console',
  password: 'none',
  application: 'console-test',
});
const log = createLog('console-test');
log.level = 'silent';

const builtPage = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'revloop-page-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Revloop</title>');
  writeFileSync(join(directory, 'assets', 'index-abc123.js'), 'export {};');
  return directory;
};

let app: FastifyInstance;
beforeAll(async () => {
  app = await createApp({ warehouse: away, log, now: () => new Date(0), pageDirectory: builtPage() });
});
afterAll(async () => {
  await app.close();
  await away.close();
});

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}
const ask = async (url: string) => {
  const answer = await app.inject({ url });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
};
const errorOf = (body: string): ErrorBody['error'] => (JSON.parse(body) as ErrorBody).error;

test('a report that does not exist is refused with the names of those that do', async () => {
  const { status, body } = await ask('/api/reports/everything');
  expect(status).toBe(404);
  expect(errorOf(body)).toMatchObject({ code: 'no_such_report' });
  expect(errorOf(body).message).toContain('funnel, funnel-months, loops');
});

test('wrong parameters are refused, all of them told', async () => {
  const { status, body } = await ask('/api/reports/attribution?from=now&currency=EUR&currency=USD');
  expect(status).toBe(400);
  expect(errorOf(body)).toEqual({
    code: 'bad_parameter',
    message:
      'from must be a month from 1970-01 to 2099-12 like 2026-03, not "now"; currency must be given once',
  });
});

test('while ClickHouse is away a report answers 503 and says what to do', async () => {
  for (const url of ['/api/reports/funnel', '/api/options']) {
    const { status, body } = await ask(url);
    expect(status).toBe(503);
    expect(errorOf(body)).toEqual({
      code: 'warehouse_away',
      message: 'ClickHouse does not answer: check that it runs, then try again',
    });
  }
});

test('nothing else is under /api, whatever the method', async () => {
  expect((await ask('/api/')).status).toBe(404);
  const posted = await app.inject({ method: 'POST', url: '/api/reports/funnel' });
  expect(posted.statusCode).toBe(404);
});

test('every address a reader can open is the page, an account with a dot in its id too', async () => {
  for (const url of ['/', '/funnel?basis=visits', '/accounts/acme.com', '/accounts/a%2Fb']) {
    const { status, headers, body } = await ask(url);
    expect({ url, status, body }).toMatchObject({
      status: 200,
      body: '<!doctype html><title>Revloop</title>',
    });
    expect(headers['cache-control']).toBe('no-cache');
  }
});

test('assets are kept for a year, because their names change with their content', async () => {
  const { status, headers } = await ask('/assets/index-abc123.js');
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('a file that is not there is not answered with the page', async () => {
  for (const url of ['/assets/index-old.js', '/robots.txt', '/assets/../server.ts']) {
    const { status, body } = await ask(url);
    expect({ url, status }).toEqual({ url, status: 404 });
    expect(errorOf(body).code).toBe('no_such_route');
  }
});

test('every answer carries the security headers', async () => {
  for (const url of ['/', '/api/options', '/assets/index-abc123.js', '/api/none']) {
    const { headers } = await ask(url);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
  }
});

test('a page that was not built says how to build it', async () => {
  const unbuilt = await createApp({
    warehouse: away,
    log,
    now: () => new Date(0),
    pageDirectory: '/nonexistent',
  });
  const answer = await unbuilt.inject({ url: '/funnel' });
  expect(answer.statusCode).toBe(503);
  expect(errorOf(answer.body).message).toBe(
    'the page has not been built: run "npm run build -w @revloop/console"',
  );
  await unbuilt.close();
});
