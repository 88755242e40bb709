// The outcome of a run for people: one row a kind of fault, and the sentence everything comes down to.
import { faults } from './faults.ts';
import type { Outcome, RunResult } from './run.ts';

export interface MatrixRow {
  readonly fault: string;
  readonly times: number;
  readonly recovery_s_median: number;
  readonly recovery_s_max: number;
  readonly outcome: string;
}

const outcomeOf = (outcomes: readonly Outcome[]): string => {
  const stuck = outcomes.filter((outcome) => outcome.stuck !== undefined).length;
  const doubled = outcomes.reduce((sum, outcome) => sum + outcome.doubled, 0);
  const faulty = [...(stuck ? [`${stuck} stuck`] : []), ...(doubled ? [`${doubled} rows doubled`] : [])];
  return faulty.join(', ') || 'recovered, nothing doubled';
};

const median = (sorted: readonly number[]): number => {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
};

/** One row a kind of fault that happened, in the order in which the kinds are listed. */
export const matrixOf = (outcomes: readonly Outcome[]): readonly MatrixRow[] =>
  faults.flatMap(({ name }) => {
    const own = outcomes.filter((outcome) => outcome.name === name);
    const times = own
      .map(({ recovery_s }) => recovery_s)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    return own.length === 0
      ? []
      : [
          {
            fault: name,
            times: own.length,
            recovery_s_median: Number(median(times).toFixed(1)),
            recovery_s_max: Number((times.at(-1) ?? NaN).toFixed(1)),
            outcome: outcomeOf(own),
          },
        ];
  });

/** The rows as a Markdown table. */
export const matrixTable = (rows: readonly MatrixRow[]): string =>
  [
    '| fault | times | recovery, median s | max s | outcome |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ fault, times, recovery_s_median, recovery_s_max, outcome }) =>
        `| ${fault} | ${times} | ${recovery_s_median} | ${recovery_s_max} | ${outcome} |`,
    ),
  ].join('\n');

/** What was compared at the end, as Markdown list items. */
export const comparison = (result: RunResult): string =>
  [
    `${result.messages} messages in Kafka, of which ${result.acknowledged} events were acknowledged for the first time; ${result.stored} are in \`events\``,
    `${result.dead_letters} poison and conflicting messages, compared with the dead letters by place and bytes`,
    `a message of 5 MB: ${result.large}`,
    `answers besides 202 that emitters met (0: none): ${result.refusals.join(', ') || 'none'}`,
    ...(result.mismatches.length === 0
      ? ['views, dead letters and audit equal the recount']
      : result.mismatches.map((mismatch) => `MISMATCH: ${mismatch}`)),
    ...result.lost.slice(0, 10).map((key) => `LOST: ${key}`),
  ]
    .map((line) => `- ${line}`)
    .join('\n');

export const isGood = ({ lost, doubled, mismatches }: RunResult): boolean =>
  lost.length + doubled + mismatches.length === 0;

/** The last line. */
export const verdictLine = ({ outcomes, lost, doubled }: RunResult): string =>
  `${outcomes.length} kills, ${lost.length} lost, ${doubled} doubled`;
