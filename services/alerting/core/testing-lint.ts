// For tests of linting: short policy files, and what is said of them.
import { lint, type LintSettings } from './lint.ts';
import type { Teams } from './teams.ts';

const now = Date.UTC(2026, 10, 24);
export const settings: LintSettings = {
  now,
  readText: () => undefined,
  people: undefined,
  history_days: 400,
};

/** These owners, all of team west. */
export const peopleOf = (...owners: readonly string[]): Teams => ({
  owners: new Map(owners.map((owner) => [owner, { team: 'west' }])),
  teams: new Map([['west', {}]]),
});

/** A file of one calendar that never closes, and these policies, each version on one line. */
export const fileOf = (policies: Readonly<Record<string, readonly string[]>>, calendars = ''): string =>
  [
    'calendars:',
    '  always:',
    `    - { effective_from: 2000-01-01, time_zone: UTC, hours: {${['mon', 'tues', 'wednes', 'thurs', 'fri', 'satur', 'sun'].map((day) => `${day}day: [00:00-24:00]`).join(', ')}} }`,
    ...(calendars ? [calendars] : []),
    'policies:',
    ...Object.entries(policies).flatMap(([id, versions]) => [
      `  - id: ${id}`,
      '    versions:',
      ...versions.map((text, at) => `      - { version: ${at + 1}, ${text} }`),
    ]),
  ].join('\n');

export const always = 'calendar: always, target: 4 business hours, effective_from: 2000-01-01';
export const opened = 'starts: opened, answered_by: [mql_accepted, mql_rejected]';
export const accepted = `starts: accepted, answered_by: [opportunity_created], ${always}`;
const rejected = `starts: rejected, answered_by: [lead_recycled], ${always}`;
/** What is left to judge once decisions are. */
export const rest = { accepted_rest: [accepted], rejected_rest: [rejected] };

/** "warning gap: text", by line. */
export const said = (text: string, more: Partial<LintSettings> = {}): readonly string[] =>
  lint(text, { ...settings, ...more }).map((one) => `${one.severity} ${one.rule}: ${one.text}`);

/** Without a gap or an overlap. */
export const whole = { decision: [`${opened}, ${always}`], ...rest };

/** Of the first line that holds `part`, from 1. */
export const lineWith = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;
