// `npm run faults`: hurts a Revloop of its own under load and compares what was acknowledged with what is stored. Progress on stderr.
import { parseArgs } from 'node:util';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { hideTimeoutWarnings } from '@revloop/infra/runtime/hide-timeout-warnings.ts';
import { createPrng } from '../../services/cli/core/demo/prng.ts';
import { writeDocument, type RunOptions } from './harness/document.ts';
import { comparison, isGood, matrixOf, matrixTable, verdictLine } from './harness/matrix.ts';
import { runFaults } from './harness/run.ts';
import { startWhole } from './harness/whole.ts';
import { planOf } from './plan.ts';

const help = `npm run faults -- [--seed S] [--kills N] [--json] [--write]

  --seed S    order of the faults and everything that is sent (default 1)
  --kills N   how many faults, 1 to 10000 (default 60: about ten minutes)
  --json      one object instead of the table
  --write     docs/faults.md anew from this run

The last line is "N kills, L lost, D doubled".
Exit code 0: nothing lost, doubled or otherwise different; 1: something was; 2: wrong call.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const run = async (options: RunOptions, json: boolean, write: boolean): Promise<number> => {
  const whole = await startWhole(({ part, text }) => say(`    ${part}: ${text}`));
  let good = false;
  try {
    const plan = planOf(createPrng(`plan/${options.seed}`), options.kills);
    const result = await runFaults(whole, plan, options.seed, say);
    good = isGood(result);
    const matrix = matrixOf(result.outcomes);
    if (write) writeDocument(result, options, new Date());
    process.stdout.write(
      json
        ? `${JSON.stringify({ ...options, ...result, matrix })}\n`
        : `${matrixTable(matrix)}\n\n${comparison(result)}\n\n`,
    );
    process.stdout.write(`${verdictLine(result)}\n`);
  } finally {
    if (!good) say(`something is wrong: data and logs are kept in ${whole.home}`);
    await whole.discard(!good);
  }
  return good ? 0 : 1;
};

const readArguments = () =>
  parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      kills: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;

const misused = (reason: string): number => {
  say(`${reason}\n\n${help}`);
  return 2;
};

const main = async (): Promise<number> => {
  hideTimeoutWarnings();
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments();
  } catch (error) {
    return misused(reasonOf(error));
  }
  const kills = Number(read.kills);
  if (read.help) process.stdout.write(`${help}\n`);
  else if (!Number.isInteger(kills) || kills < 1 || kills > 10_000)
    return misused(`--kills must be a whole number from 1 to 10000, not "${read.kills}"`);
  else return run({ seed: read.seed, kills }, read.json, read.write);
  return 0;
};

// Ctrl-C: what was started cannot outlive this process (guarded-spawn), so ending is enough.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  process.exitCode = await main();
} catch (error) {
  say(`faults: ${reasonOf(error)}`);
  process.exitCode = 1;
}
