// A source that sends too much is told when to come back, and is heard again then.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { spawnGuarded, killGroup } from '@revloop/infra/runtime/guarded-spawn.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, settings } from '../support/revloop.ts';
import { postTo, touches } from './posting.ts';

const env: Record<string, string> = { ...settings(), REVLOOP_INGEST_REQUESTS_PER_SECOND_MAX: '1' };
let ingest: ReturnType<typeof spawnGuarded>;

beforeAll(async () => {
  env['REVLOOP_INGEST_PORT'] = String(await freePort());
  ingest = spawnGuarded({
    command: process.execPath,
    args: [join(projectRoot, 'services', 'ingest', 'main.ts')],
    env,
    cwd: projectRoot,
    grace_s: 5,
  });
  for (const stream of [ingest.stdout, ingest.stderr]) stream?.resume();
  await eventually(
    'an ingest of one request a second is ready',
    () => fetch(`http://127.0.0.1:${env['REVLOOP_INGEST_PORT']}/readyz`).catch(() => undefined),
    (response) => response?.ok === true,
  );
});
afterAll(() => killGroup(ingest));

const accounts = `limits-${randomUUID()}`;

test('more requests than the limit are 429 with Retry-After, and none of them is half taken', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => postTo(env, touches(accounts))));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(answers.length - refused.length);
  for (const response of refused) {
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ accepted: 0, error: { code: 'too_many_requests' } });
  }
});

test('after a while the source is heard again', async () => {
  await eventually(
    'accepted again',
    () => postTo(env, touches(accounts)),
    ({ status }) => status === 202,
  );
});

test('a wrong key is 401 however often it is tried, and takes nothing from the others’ limit', async () => {
  const wrong = { ...env, REVLOOP_WRITE_KEY: 'wrong' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => postTo(wrong, touches(accounts))));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
});
