// The reports the console answers: their names, parameters with limits, and how many rows at most. Pure; page and API share it.
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import type { ParamKind, ParamKinds, ParamValues } from './params.ts';

export const handoffStates = ['open', 'decided', 'all'] as const;
export const answeredChoices = ['no', 'yes', 'all'] as const;
export const complianceBy = ['policy', 'team', 'owner'] as const;
export type ComplianceBy = (typeof complianceBy)[number];

const from: ParamKind = { kind: 'month', byDefault: '1970-01' };
const to: ParamKind = { kind: 'month', byDefault: '2099-12' };
const any: ParamKind = { kind: 'text', length_max: 200, byDefault: '' };
/** Whose, by whom: '' for any. */
const whose = { owner: any, team: any, policy: any } as const satisfies ParamKinds;
const account: ParamKind = { kind: 'text', length_max: 200 };
const credit = {
  model: { kind: 'name', byDefault: 'full_path' },
  stage_credit: { kind: 'choice', choices: stageCreditPolicies, byDefault: 'productive' },
  lookback_days: { kind: 'integer', min: 1, max: 3650, byDefault: 90 },
  from,
  to,
  currency: { kind: 'text', length_max: 3 },
} as const satisfies ParamKinds;

export interface Report {
  readonly params: ParamKinds;
  /** More rows than this are cut off, and the answer says so. */
  readonly rows_max: number;
}

/** Report name → what it takes. Its query is `sql/<name>.sql`, whose head comment says the question and the grain. */
export const reports = {
  funnel: { params: { from, to }, rows_max: 10 },
  'funnel-months': { params: { from, to }, rows_max: 7_000 },
  loops: { params: { from, to }, rows_max: 1_000 },
  'loop-rate': { params: { from, to }, rows_max: 1 },
  'loop-months': { params: { from, to }, rows_max: 7_000 },
  moves: { params: { from, to }, rows_max: 5_000 },
  attribution: { params: credit, rows_max: 1_000 },
  'attribution-total': { params: credit, rows_max: 1 },
  handoffs: {
    params: {
      state: { kind: 'choice', choices: handoffStates, byDefault: 'open' },
      ...whose,
      account: any,
    },
    rows_max: 500,
  },
  breaches: {
    params: { answered: { kind: 'choice', choices: answeredChoices, byDefault: 'all' }, from, to, ...whose },
    rows_max: 500,
  },
  withdrawn: { params: whose, rows_max: 200 },
  updates: { params: { handoff: account }, rows_max: 200 },
  'sent-update': { params: { handoff: account, update: account }, rows_max: 1 },
  outcomes: { params: { from, to, owner: any }, rows_max: 500 },
  policies: { params: {}, rows_max: 500 },
  compliance: {
    params: { from, to, by: { kind: 'choice', choices: complianceBy, byDefault: 'policy' }, ...whose },
    rows_max: 500,
  },
  pauses: { params: { from, to, ...whose }, rows_max: 500 },
  visits: { params: { account }, rows_max: 2_000 },
  accounts: { params: { q: { kind: 'text', length_max: 200 } }, rows_max: 20 },
} as const satisfies Record<string, Report>;

export type ReportName = keyof typeof reports;

export const reportNames = Object.keys(reports) as readonly ReportName[];

export const isReportName = (text: string): text is ReportName => Object.hasOwn(reports, text);

/** Parameters as asked → as the query takes them: a month becomes its first day, and one row more than the limit is asked for. */
export const queryParams = (
  name: ReportName,
  values: ParamValues,
  rows_max: number = reports[name].rows_max,
): ParamValues => {
  const kinds: ParamKinds = reports[name].params;
  const taken: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(values))
    taken[key] = kinds[key]?.kind === 'month' ? `${value}-01` : value;
  return { ...taken, rows_max: rows_max + 1 };
};
