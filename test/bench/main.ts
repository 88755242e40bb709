// `npm run bench -- NAME`: the one way to every benchmark. Figures and goals for people on stderr; with --json one object on stdout.
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { importBench } from './import.ts';
import { cleanUpOnSignals } from './process.ts';
import { startBench } from './start.ts';

const benches: readonly Bench[] = [startBench, importBench];

const help = `npm run bench -- NAME [--json]

${benches
  .map(
    ({ name, what, goals }) =>
      `  ${name.padEnd(8)} ${what}\n           goals: ${Object.entries(goals)
        .map(([figure, goal]) => `${figure} ${goal.at} ${goal.value}`)
        .join(', ')}`,
  )
  .join('\n')}

Exit code 0: every goal met, 1: one missed, 2: wrong call.`;

const isMet = (bench: Bench, figures: Readonly<Record<string, number>>): boolean =>
  Object.entries(bench.goals).every(([figure, { at, value }]) => {
    const measured = figures[figure] ?? NaN;
    return at === 'most' ? measured <= value : measured >= value;
  });

const run = async (bench: Bench, json: boolean): Promise<number> => {
  const figures = await bench.run((line) => process.stderr.write(`${line}\n`));
  const met = isMet(bench, figures);
  for (const [figure, value] of Object.entries(figures)) {
    const goal = bench.goals[figure];
    process.stderr.write(
      `${figure.padEnd(36)} ${value}${goal ? `   goal: at ${goal.at} ${goal.value}` : ''}\n`,
    );
  }
  process.stderr.write(met ? 'every goal met\n' : 'a goal was missed\n');
  const goals = Object.fromEntries(
    Object.entries(bench.goals).map(([figure, { at, value }]) => [figure, { [`at_${at}`]: value }]),
  );
  if (json) process.stdout.write(`${JSON.stringify({ bench: bench.name, figures, goals, met })}\n`);
  return met ? 0 : 1;
};

const misused = (reason: string): void => {
  process.stderr.write(`${reason}\n\n${help}\n`);
  process.exitCode = 2;
};

const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });

const main = async (): Promise<void> => {
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments();
  } catch (error) {
    return misused((error as Error).message);
  }
  const { values, positionals } = read;
  const [name] = positionals;
  const bench = benches.find((one) => one.name === name);
  if (values.help) process.stdout.write(`${help}\n`);
  else if (!bench || positionals.length > 1)
    misused(name === undefined ? 'name a benchmark' : `there is no benchmark ${positionals.join(' ')}`);
  else {
    cleanUpOnSignals();
    process.exitCode = await run(bench, values.json);
  }
};

await main();
