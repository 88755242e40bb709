// The app without a warehouse behind it: what it refuses, how it serves the page, and what it says when ClickHouse is away.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { FastifyInstance } from 'fastify';
import { createApp } from './server.ts';
import { createUpdateWriter } from './write-update.ts';

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

const now = new Date('2026-03-02T09:00:00Z');
const writer = createUpdateWriter(
  {
    kafka: { brokers: ['127.0.0.1:1'] },
    registry: { url: 'http://127.0.0.1:1', idsFile: '/nonexistent/schema-ids.json' },
  },
  log,
);
const parts = { warehouse: away, log, now: () => now, pageDirectory: builtPage() };

let app: FastifyInstance;
let acted: FastifyInstance;
beforeAll(async () => {
  app = await createApp(parts);
  acted = await createApp({ ...parts, writer });
});
afterAll(async () => {
  await app.close();
  await acted.close();
  await writer.close();
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

const update = {
  update_id: 'an-id-made-in-the-page',
  handoff_id: 'crm/m1',
  action: 'acknowledged',
  actor: 'sam',
  acted_at: '2026-03-02T08:59:59Z',
};
const own = {
  host: 'console.example',
  origin: 'https://console.example',
  'content-type': 'application/json',
};
const send = async (to: FastifyInstance, body: unknown, headers: Record<string, string> = own) => {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await to.inject({ method: 'POST', url: '/api/handoffs/updates', headers, payload });
  return { status: answer.statusCode, ...errorOf(answer.body) };
};

test('an act sent from another site is refused, whatever it says', async () => {
  const { origin: _, ...unnamed } = own;
  for (const headers of [
    { ...own, origin: 'https://evil.example' },
    { ...own, origin: 'https://console.example:8443' },
    { ...own, origin: 'null' },
    unnamed,
  ])
    expect(await send(acted, update, headers)).toMatchObject({ status: 403, code: 'other_origin' });
});

test('an act in the forms a foreign page can send without asking is refused', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])
    expect(await send(acted, update, { ...own, 'content-type': type })).toMatchObject({
      status: 415,
      code: 'not_json',
    });
});

test('an act that makes no sense is refused, all faults told', async () => {
  expect(await send(acted, { ...update, action: 'snoozed', actor: undefined })).toEqual({
    status: 400,
    code: 'bad_update',
    message: 'actor is missing',
  });
  expect(await send(acted, { ...update, action: 'snoozed', owner_id: 'kim' })).toEqual({
    status: 400,
    code: 'bad_update',
    message: 'until is missing: snoozed needs it; owner_id has no meaning for snoozed',
  });
  expect(await send(acted, '{"update_id":')).toMatchObject({ status: 400, code: 'bad_update' });
  expect(await send(acted, { ...update, note: 'x'.repeat(20_000) })).toMatchObject({
    status: 413,
    code: 'too_large_update',
  });
});

test('without Kafka acting is refused with what to set, and the page knows it before', async () => {
  expect(await send(app, update)).toMatchObject({
    status: 503,
    code: 'acting_not_set',
    message: expect.stringContaining('REVLOOP_KAFKA_BROKERS') as string,
  });
  expect(JSON.parse((await ask('/api/acting')).body)).toMatchObject({ can_act: false, signed_in: null });
});

test('while ClickHouse is away nobody knows whose handoff it is: 503', async () => {
  expect(await send(acted, update)).toMatchObject({ status: 503, code: 'warehouse_away' });
});

test('behind a proxy who acts is who the proxy names, and nobody where it names nobody', async () => {
  const proxied = await createApp({ ...parts, writer, userHeader: 'x-signed-in' });
  expect(await send(proxied, update)).toMatchObject({ status: 403, code: 'not_signed_in' });
  const named = { ...own, 'x-signed-in': 'kim' };
  // Past the check of who acts: the warehouse is asked next.
  expect(await send(proxied, { ...update, actor: undefined }, named)).toMatchObject({
    status: 503,
    code: 'warehouse_away',
  });
  const asked = await proxied.inject({ url: '/api/acting', headers: { 'x-signed-in': 'kim' } });
  expect(asked.json()).toEqual({ can_act: true, why_not: '', signed_in: 'kim' });
  await proxied.close();
});

test('the silences and the simulation are read anew each time; what is wrong with a file is said', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'revloop-files-'));
  const directoryPath = join(directory, 'directory.yaml');
  const shown = await createApp({ ...parts, directoryPath });
  const silences = async () => (await shown.inject({ url: '/api/silences' })).json<Record<string, unknown>>();
  expect(await silences()).toMatchObject({ state: 'unreadable', path: directoryPath });
  writeFileSync(
    directoryPath,
    'silences: [{ match: { team: west }, until: 2026-04-01, reason: offsite, by: ann }]',
  );
  expect(await silences()).toMatchObject({
    state: 'read',
    content: [{ match: { team: ['west'] }, state: 'active', reason: 'offsite' }],
  });
  expect((await shown.inject({ url: '/api/simulation' })).json()).toEqual({ state: 'not_named' });
  await shown.close();
});
