// Who is killed, and what poison is planted before: drawn from a seed, so that what failed can be run again (REVLOOP_FAULTS_SEED).
import { createPrng, type Prng } from '../../services/cli/core/demo/prng.ts';

const everyone = ['ingest', 'sink', 'kafka', 'clickhouse', 'registry', 'attribution', 'alerting'] as const;
const carriers = ['ingest', 'sink', 'kafka', 'clickhouse'] as const;

export interface Round {
  /** Killed in the same moment. */
  readonly victims: readonly string[];
  readonly poison: { readonly key: string; readonly value: Buffer | null };
}

const poisonOf = (key: string, prng: Prng): Round['poison'] => {
  const noise = Buffer.from(Array.from({ length: prng.integer(0, 40) }, () => prng.integer(0, 255)));
  const value = prng.pick([
    Buffer.concat([Buffer.from([prng.integer(1, 255)]), Buffer.alloc(4), noise]),
    Buffer.concat([Buffer.from([0, 0xff, 0xff, 0xff, prng.integer(0, 255)]), noise]),
    Buffer.concat([Buffer.from([0, 0x7f, 0xff, 0xff, prng.integer(0, 255)]), noise]),
    noise.subarray(0, 4),
    null,
  ]);
  return { key, value };
};

/** Each part is killed once, one of those that carry events twice, sometimes two at a time. */
export const planOf = (seed: string): readonly Round[] => {
  const prng = createPrng(`faults/${seed}`);
  const left: string[] = prng.shuffled([...everyone, prng.pick(carriers)]);
  const rounds: Round[] = [];
  while (left.length > 0)
    rounds.push({
      victims: [...new Set(left.splice(0, prng.chance(0.4) ? 2 : 1))],
      poison: poisonOf(`poison-${rounds.length}`, prng),
    });
  return rounds;
};
