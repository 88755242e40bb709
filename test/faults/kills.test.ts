// The short form of `npm run faults`: parts are killed, and die after numbered effects, under load: what was acknowledged is in `events`, each once; what was refused is a dead letter.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrng } from '../../services/cli/core/demo/prng.ts';
import { eventually } from '../support/eventually.ts';
import { postTo, statusOf, touches } from './posting.ts';
import type { Fault } from './harness/faults.ts';
import { verdictLine } from './harness/matrix.ts';
import { runFaults } from './harness/run.ts';
import { startWhole, type Whole } from './harness/whole.ts';
import { onceEach } from './plan.ts';

const seed = process.env['REVLOOP_FAULTS_SEED'] ?? '1';
/** What events pass through, by itself, and a few of the numbered effects, drawn from the seed; all of them, stopped, cut and joined too, by `npm run faults`. */
const effects_max = 3;
const shuffled = onceEach(createPrng(`plan/${seed}`));
const isKill = ({ name }: Fault): boolean => /^kill -9 (ingest|sink|kafka|clickhouse)$/.test(name);
const isEffect = ({ name }: Fault): boolean => name.startsWith('die after');
const plan = [...shuffled.filter(isEffect).slice(0, effects_max), ...shuffled.filter(isKill)];

let whole: Whole;

beforeAll(async () => {
  whole = await startWhole(({ part, text }) => process.stderr.write(`${part}: ${text}\n`));
});
afterAll(() => whole?.discard());

describe('faults under load', () => {
  test(
    `lose and double nothing, and every total stays right (seed ${seed})`,
    { timeout: 900_000 },
    async () => {
      const result = await runFaults(whole, plan, seed, (line) => process.stderr.write(`${line}\n`));
      expect(result.mismatches).toEqual([]);
      expect(result.lost).toEqual([]);
      expect(verdictLine(result)).toBe(`${plan.length} kills, 0 lost, 0 doubled`);
      expect(result.acknowledged).toBeGreaterThan(1_000);
      expect(result.dead_letters).toBeGreaterThan(plan.length);
    },
  );

  test('while Kafka does not answer, ingest says 503 with Retry-After within 10 s, and recovers by itself', async () => {
    await whole.parts.signal('kafka', 'SIGSTOP');
    try {
      const sentAt = performance.now();
      const response = await postTo(whole.env, touches('away'));
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(performance.now() - sentAt).toBeLessThan(10_000);
    } finally {
      await whole.parts.signal('kafka', 'SIGCONT');
    }
    await eventually(
      'ingest accepts again',
      () => statusOf(whole.env, touches('back')),
      (status) => status === 202,
    );
  });
});
