// What a case expected and what was said, in words.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Case, ExpectedFact, ExpectedFields } from './cases.ts';
import { levelName } from './cases-fact.ts';
import { isSame, type Difference } from './cases-match.ts';
import { caseMomentText } from './cases-moment.ts';
import { businessText } from './length.ts';

type Field = keyof ExpectedFields;

const names: Readonly<Record<Field, string>> = {
  policy_id: 'policy',
  policy_version: 'version',
  level: 'level',
  contact_id: 'contact',
  account_id: 'account',
  owner_id: 'owner',
  due_at: 'due_at',
  at: 'at',
  outcome: 'outcome',
  reason: 'reason',
  business_seconds: 'business',
  cause_event_id: 'cause',
  team: 'team',
  actor: 'actor',
  note: 'note',
  until: 'until',
  expected_value: 'expected',
  expected_currency: 'expected currency',
};

const valueText = (field: Field, value: string | number | null | undefined, start: number): string => {
  if (value === null || value === undefined) return 'none';
  if (field === 'due_at' || field === 'at' || field === 'until') return caseMomentText(Number(value), start);
  if (field === 'business_seconds') return businessText(Number(value) * 1_000);
  return field === 'level' ? levelName(String(value)) : String(value);
};

const textOf = (
  fact: string,
  fields: ExpectedFields | SlaFact,
  shown: readonly Field[],
  start: number,
): string =>
  [fact, ...shown.map((field) => `${names[field]} ${valueText(field, fields[field], start)}`)].join(', ');

const expectedText = ({ fact, fields, line }: ExpectedFact, start: number): string =>
  `${textOf(fact, fields, Object.keys(fields) as Field[], start)} (line ${line})`;

const told: readonly Field[] = ['policy_id', 'level', 'contact_id', 'due_at', 'at'];
const saidText = (said: SlaFact, start: number): string => {
  const more = (['outcome', 'reason', 'cause_event_id'] as const).filter((field) => said[field] !== null);
  return textOf(said.fact, said, [...told, ...more], start);
};

/** Lines of what differs at one look; none where nothing does. */
export const differenceLines = (difference: Difference, start: number): readonly string[] => {
  if (isSame(difference)) return [];
  const { look, missing, otherwise, besides } = difference;
  const when = look.look_at === undefined ? 'at the end' : `until ${caseMomentText(look.look_at, start)}`;
  return [
    `${when} (line ${look.line}):`,
    ...missing.map((expected) => `  missing    ${expectedText(expected, start)}`),
    ...otherwise.flatMap(({ expected, said, fields }) => [
      `  otherwise  ${textOf(said.fact, said, ['policy_id', 'level', 'contact_id'], start)} (line ${expected.line})`,
      ...fields.map(
        (field) =>
          `             ${names[field]}: expected ${valueText(field, expected.fields[field], start)}, said ${valueText(field, said[field], start)}`,
      ),
    ]),
    ...besides.map((said) => `  besides    ${saidText(said, start)}`),
  ];
};

/** "ok    name", or "FAIL  name" and what differs. */
export const caseLines = (
  { name, line, start }: Case,
  differences: readonly Difference[],
): readonly string[] => {
  if (differences.every(isSame)) return [`ok    ${name}`];
  const lines = differences.flatMap((difference) => differenceLines(difference, start));
  return [`FAIL  ${name} (line ${line})`, ...lines.map((text) => `        ${text}`)];
};
