// What readers of the board share: one question asks the rows of everybody, and each reader is shown those of their filters. Pure.
import type { ParamValues } from './params.ts';
import type { ReportName } from './report.ts';

type Row = Readonly<Record<string, unknown>>;

/** The question that answers many readers. */
export interface SharedReport {
  /** What is asked for all of them: the same for readers whose filters differ alone. */
  readonly values: ParamValues;
  /** Whether this reader wants less than all rows. */
  readonly is_filtered: boolean;
  /** Whether a row is one of this reader's. */
  readonly isOwn: (row: object) => boolean;
  /** How old an answer may become before it is asked anew, milliseconds. */
  readonly fresh_ms: number;
}

const columns = { owner: 'owner_id', team: 'team', policy: 'policy_id' } as const;
const filters = Object.keys(columns) as readonly (keyof typeof columns)[];

/** Pages ask for what is open every 15 s, and for what is answered when they open. */
const open_fresh_ms = 10_000;
const answered_fresh_ms = 60_000;

const freshMs = (name: ReportName, { state, account, answered }: ParamValues): number | undefined => {
  if (name === 'handoffs') return state === 'open' && account === '' ? open_fresh_ms : undefined;
  if (name === 'withdrawn') return open_fresh_ms;
  if (name === 'breaches') return answered === 'no' ? open_fresh_ms : answered_fresh_ms;
  return undefined;
};

/** Undefined where every reader asks for themselves. */
export const sharedReport = (name: ReportName, values: ParamValues): SharedReport | undefined => {
  const fresh_ms = freshMs(name, values);
  if (fresh_ms === undefined) return undefined;
  const wanted = filters.filter((filter) => values[filter] !== '');
  return {
    values: { ...values, ...Object.fromEntries(filters.map((filter) => [filter, ''])) },
    is_filtered: wanted.length > 0,
    isOwn: (row) => wanted.every((filter) => (row as Row)[columns[filter]] === values[filter]),
    fresh_ms,
  };
};
