// `sla lint [FILE]`: what is wrong with a policy file, or does what nobody means.
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import type { Finding, Severity } from '../core/lint-finding.ts';
import { lint } from '../core/lint.ts';
import { readPolicyFile } from '../core/policy-file.ts';
import { readArguments } from './arguments.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { readBeside } from '../read-beside.ts';
import { presentPolicies, readPeople, textOfFile } from './policy-text.ts';
import { print, printJson, say } from '@revloop/infra/runtime/say.ts';

export const runLint = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> => {
  const given = readArguments(args, {
    strict: { type: 'boolean' },
    today: { type: 'string' },
    directory: { type: 'string' },
  });
  const [file = presentPolicies(env), ...more] = given.files;
  if (more.length > 0) throw new UsageError('lint takes one file');
  const text = textOfFile(file);
  const policies = readPolicyFile(text, readBeside(file));
  // Policies that cannot be read have faults of their own: no calendar can be checked.
  const calendars = policies.ok ? policies.policies.calendar_names : undefined;
  const directory = readPeople(given.text('directory'), env, calendars);
  const findings = lint(text, {
    now: given.moment('today', Date.now()) ?? Date.now(),
    readText: readBeside(file),
    people: directory.people,
    history_days: historyDays(env),
  });
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
  const ok = errors === 0 && directory.ok && !(given.flag('strict') && warnings > 0);
  if (given.flag('json')) await printJson({ file, ok, errors, warnings, notes, findings });
  else {
    for (const finding of findings) await print(lineOf(file, finding));
    say(`${file}: errors: ${errors}, warnings: ${warnings}, notes: ${notes}`);
  }
  return ok ? exitCodes.ok : exitCodes.problems;
};

/** How far back alerting judges, as it reads the setting. */
const historyDays = (env: NodeJS.ProcessEnv): number => {
  const settings = new SettingsReader(env);
  const history_days = settings.integer('REVLOOP_SLA_HISTORY_DAYS', 400, { min: 1, max: 36_500 });
  return settings.done({ history_days }).history_days;
};

const lineOf = (file: string, { severity, line, text, to_do }: Finding): string =>
  `${file}:${line}  ${severity}  ${text}\n    ${to_do}\n`;
