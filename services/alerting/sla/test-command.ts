// `sla test FILE...`: cases in YAML, judged by the watch that judges in alerting.
import { dirname, resolve } from 'node:path';
import { caseLines, differenceLines } from '../core/cases-report.ts';
import { readCasesFile } from '../core/cases-file.ts';
import { isSame } from '../core/cases-match.ts';
import { runCase } from '../core/cases-run.ts';
import { readArguments } from './arguments.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { readPeople, readPolicies, textOfFile } from './policy-text.ts';
import { print, printJson, say } from '@revloop/infra/runtime/say.ts';

/** As alerting is set by default; how long it is, no policy says. */
const settle_ms = 2_000;

interface TestedFile {
  readonly file: string;
  readonly cases: readonly {
    readonly name: string;
    readonly line: number;
    readonly ok: boolean;
    readonly lines: readonly string[];
    readonly differences: readonly string[];
  }[];
  /** Empty unless it could not be read. */
  readonly faults: readonly string[];
}

export const runTest = async (args: readonly string[]): Promise<ExitCode> => {
  const given = readArguments(args, { policies: { type: 'string' }, directory: { type: 'string' } });
  if (given.files.length === 0) throw new UsageError('say which files of cases: revloop sla test FILE...');
  const tested = given.files.map((file) => testFile(file, given.text('policies'), given.text('directory')));
  const cases = tested.flatMap((one) => one.cases);
  const failed = cases.filter((one) => !one.ok).length;
  const ok = failed === 0 && tested.every(({ faults }) => faults.length === 0);
  if (given.flag('json'))
    await printJson({ ok, cases: cases.length, failed, files: tested.map(withoutLines) });
  else await tell(tested, failed);
  return ok ? exitCodes.ok : exitCodes.problems;
};

const testFile = (
  file: string,
  other_policies: string | undefined,
  other_directory: string | undefined,
): TestedFile => {
  const read = readCasesFile(textOfFile(file));
  if (!read.ok) return { file, cases: [], faults: read.faults };
  const path = other_policies ?? resolve(dirname(file), read.file.policies);
  const policies = readPolicies(path);
  if (!policies) return { file, cases: [], faults: [`its policies, ${path}, have faults`] };
  const beside = read.file.directory && resolve(dirname(file), read.file.directory);
  // The environment says nothing: cases must mean the same everywhere.
  const { ok, people } = readPeople(other_directory ?? beside, {}, policies.calendar_names);
  if (!ok) return { file, cases: [], faults: ['its directory has faults'] };
  const cases = read.file.cases.map((one) => {
    const found = runCase(one, policies, settle_ms, people);
    const differences = found.flatMap((difference) => differenceLines(difference, one.start));
    const { name, line } = one;
    return { name, line, ok: found.every(isSame), lines: caseLines(one, found), differences };
  });
  return { file, cases, faults: [] };
};

const withoutLines = ({ file, cases, faults }: TestedFile) => ({
  file,
  faults,
  cases: cases.map(({ name, line, ok, differences }) => ({ name, line, ok, differences })),
});

const tell = async (tested: readonly TestedFile[], failed: number): Promise<void> => {
  for (const { file, cases, faults } of tested) {
    await print(`${file}\n`);
    for (const { lines } of cases) await print(lines.map((line) => `  ${line}\n`).join(''));
    for (const fault of faults) say(`${file}, ${fault}`);
  }
  say(`${tested.flatMap(({ cases }) => cases).length} cases, ${failed} failed`);
};
