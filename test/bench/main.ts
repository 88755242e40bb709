// `npm run bench -- NAME`: the one way to every benchmark. Figures and goals for people on stderr; with --json one object on stdout.
import { parseArgs } from 'node:util';
import { hideTimeoutWarnings } from '@revloop/infra/runtime/hide-timeout-warnings.ts';
import { alertingBench } from './alerting.ts';
import { attributionBench } from './attribution.ts';
import { attributionFreshnessBench } from './attribution-freshness.ts';
import type { Bench, Goal, Options } from './bench.ts';
import { boardBench } from './board.ts';
import { freshnessBench } from './freshness.ts';
import { importBench } from './import.ts';
import { ingestBench } from './ingest.ts';
import { markovBench } from './markov.ts';
import { cleanUpOnSignals } from './process.ts';
import { sinkBench } from './sink.ts';
import { startBench } from './start.ts';

const benches: readonly Bench[] = [
  startBench,
  importBench,
  ingestBench,
  sinkBench,
  freshnessBench,
  attributionBench,
  attributionFreshnessBench,
  markovBench,
  alertingBench,
  boardBench,
];

const goalText = ([figure, { at, value, minutes_min }]: readonly [string, Goal]): string =>
  `${figure} ${at} ${value}${minutes_min === undefined ? '' : ` (from ${minutes_min} minutes on)`}`;

const helpOf = ({ name, what, goals, options = {} }: Bench): string =>
  [
    `  ${name.padEnd(10)} ${what}`,
    `             goals: ${Object.entries(goals).map(goalText).join(', ')}`,
    ...Object.entries(options).map(
      ([option, { what, byDefault }]) => `             --${option} N: ${what} (${byDefault})`,
    ),
  ].join('\n');

const help = `npm run bench -- NAME [--json] [options of the benchmark]

${benches.map(helpOf).join('\n')}

Exit code 0: every goal met, 1: one missed, 2: wrong call.`;

/** True where it is met, undefined where the run is too short to tell. */
const isMet = ({ at, value, minutes_min = 0 }: Goal, measured = NaN, minutes = 0): boolean | undefined => {
  if (minutes < minutes_min) return undefined;
  return at === 'most' ? measured <= value : measured >= value;
};

const run = async (bench: Bench, options: Options, json: boolean): Promise<number> => {
  const figures = await bench.run((line) => process.stderr.write(`${line}\n`), options);
  const verdicts = Object.fromEntries(
    Object.entries(bench.goals).map(([figure, goal]) => [
      figure,
      isMet(goal, figures[figure], options['minutes']),
    ]),
  );
  const words = new Map([
    [true, 'met'],
    [false, 'MISSED'],
    [undefined, 'not judged: too short a run'],
  ]);
  for (const [figure, value] of Object.entries(figures)) {
    const goal = bench.goals[figure];
    const verdict = goal ? `   goal: at ${goal.at} ${goal.value}, ${words.get(verdicts[figure])}` : '';
    process.stderr.write(`${figure.padEnd(44)} ${value}${verdict}\n`);
  }
  const met = Object.values(verdicts).every((verdict) => verdict !== false);
  process.stderr.write(met ? 'every goal met\n' : 'a goal was missed\n');
  const goals = Object.fromEntries(
    Object.entries(bench.goals).map(([figure, { at, value }]) => [figure, { [`at_${at}`]: value }]),
  );
  if (json) process.stdout.write(`${JSON.stringify({ bench: bench.name, figures, goals, met })}\n`);
  return met ? 0 : 1;
};

const misused = (reason: string): undefined => {
  process.stderr.write(`${reason}\n\n${help}\n`);
  process.exitCode = 2;
};

const flag = { type: 'boolean', default: false } as const;
const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      json: flag,
      help: flag,
      ...Object.fromEntries(
        benches.flatMap(({ options = {} }) =>
          Object.keys(options).map((name) => [name, { type: 'string' }] as const),
        ),
      ),
    },
  });

/** The benchmark's options as numbers. Throws a sentence where one is not its own or not a whole number. */
const optionsOf = (
  { name, options = {} }: Bench,
  given: Readonly<Record<string, string | boolean | undefined>>,
): Options => {
  const foreign = Object.keys(given).find((option) => !(option in options));
  if (foreign !== undefined) throw new Error(`${name} has no option --${foreign}`);
  return Object.fromEntries(
    Object.entries(options).map(([option, { byDefault }]) => {
      const text = String(given[option] ?? byDefault);
      if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
        throw new Error(`--${option} must be a whole number above 0, not "${text}"`);
      return [option, Number(text)];
    }),
  );
};

/** The call, or undefined where it was answered already. */
const readCall = (): { bench: Bench; options: Options; json: boolean } | undefined => {
  try {
    const { values, positionals } = readArguments();
    const { json, help: helpAsked, ...given } = values;
    if (helpAsked) {
      process.stdout.write(`${help}\n`);
      return undefined;
    }
    const [name, ...more] = positionals;
    const bench = benches.find((one) => one.name === name);
    if (name === undefined) return misused('name a benchmark');
    if (!bench || more.length > 0) return misused(`there is no benchmark ${positionals.join(' ')}`);
    const options = optionsOf(bench, given);
    return { bench, options, json };
  } catch (error) {
    return misused((error as Error).message);
  }
};

const call = readCall();
if (call) {
  hideTimeoutWarnings();
  cleanUpOnSignals();
  process.exitCode = await run(call.bench, call.options, call.json);
}
