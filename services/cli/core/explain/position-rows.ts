// A table: which touch holds which position under each stage-credit policy.
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import { positions, type Holder, type Told } from './rows.ts';
import { listed, share, stageNames } from './words.ts';

const touchText = ({ touch_no }: Holder): string => (touch_no === 0 ? 'nobody' : `touch ${touch_no}`);

/** Parts of the position by touch; one that was held several times adds up. */
const cell = (holders: readonly Holder[]): string => {
  const parts = [...Map.groupBy(holders, touchText)].map(([text, own]) => ({
    text,
    part: own.reduce((sum, { part }) => sum + part, 0),
  }));
  if (parts.length === 0) return '-';
  return listed(parts.map(({ text, part }) => (part > 1 - 1e-9 ? text : `${share(part)} ${text}`)));
};

const names: Readonly<Record<string, string>> = {
  first_touch: 'first touch',
  last_touch: 'last touch',
  ...stageNames,
};

/** A heading, and one row for each position. */
export const positionRows = ({ holders }: Told): readonly (readonly string[])[] => [
  ['', ...stageCreditPolicies],
  ...positions.map((position) => [
    names[position] ?? position,
    ...stageCreditPolicies.map((policy) =>
      cell(holders.filter((holder) => holder.position === position && holder.stage_credit === policy)),
    ),
  ]),
];
