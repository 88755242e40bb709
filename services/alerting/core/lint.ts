// A policy file → what is wrong with it, or does what nobody means. Pure: the day it is looked at is an argument.
import type { ReadText } from './holidays.ts';
import { answersOf } from './lint-answers.ts';
import { calendarFindings } from './lint-calendars.ts';
import { contradictionsOf } from './lint-conditions.ts';
import { gapsOf, overlapsOf } from './lint-coverage.ts';
import { byLine, type Finding } from './lint-finding.ts';
import { placesOf, type PlacedVersion } from './lint-lines.ts';
import { peopleOf } from './lint-people.ts';
import { wallHoursOf } from './lint-units.ts';
import { readPolicyFile } from './policy-file.ts';
import type { Teams } from './teams.ts';

export interface LintSettings {
  /** UTC milliseconds of the day it is looked at. */
  readonly now: number;
  readonly readText: ReadText;
  /** All owners and teams there are; undefined where nobody knows. */
  readonly people: Teams | undefined;
  /** How far back alerting judges handoffs, days. */
  readonly history_days: number;
}

/** Findings by line. A file that cannot be read has only its faults. */
export const lint = (
  text: string,
  { now, readText, people, history_days }: LintSettings,
): readonly Finding[] => {
  const file = readPolicyFile(text, readText);
  if (!file.ok) return file.faults.map(faultOf).sort(byLine);
  const placed = placesOf(text, file.policies);
  const { policies, policies_line } = placed;
  const versions = policies.flat();
  return [
    ...versions.flatMap(contradictionOf),
    ...gapsOf(policies, { policies_line, now, history_ms: history_days * 86_400_000 }),
    ...overlapsOf(policies, now),
    ...answersOf(versions),
    ...calendarFindings(placed, now, readText),
    ...wallHoursOf(policies, now),
    ...(people ? versions.flatMap((version) => peopleOf(version, people)) : []),
  ].sort(byLine);
};

const faultOf = (fault: string): Finding => {
  const [, line = '1', text = fault] = /^line (\d+): ([^]*)$/.exec(fault) ?? [];
  const to_do = 'mend it: alerting does not start with this file';
  return { severity: 'error', rule: 'fault', line: Number(line), text, to_do };
};

const contradictionOf = ({ version, linesIn }: PlacedVersion): readonly Finding[] =>
  contradictionsOf(version).map((name) => ({
    severity: 'warning',
    rule: 'contradiction',
    line: linesIn('unless').get(name) ?? 1,
    text: `${version.policy_id} version ${version.version} judges nothing: where and unless both name ${name} "${version.where[name]?.join('", "')}"`,
    to_do: 'take one of the two out',
  }));
