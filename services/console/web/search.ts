// The page's state in its address: what each route's query string may hold. What is wrong in it is dropped, never an error.
import { type ParamKinds, parseOne } from '../core/params.ts';
import { type ComplianceBy, reports } from '../core/report.ts';

export interface MonthsSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
export type Basis = 'accounts' | 'visits';
export interface FunnelSearch extends MonthsSearch {
  readonly basis?: Basis | undefined;
}
export interface LoopsSearch extends MonthsSearch {
  readonly cycles?: number | undefined;
}
export interface AttributionSearch extends MonthsSearch {
  readonly model?: string | undefined;
  readonly compare?: string | undefined;
  readonly stage_credit?: string | undefined;
  readonly lookback_days?: number | undefined;
  readonly currency?: string | undefined;
}
export interface HandoffsSearch extends MonthsSearch {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly policy?: string | undefined;
}
export interface SlaSearch extends HandoffsSearch {
  readonly by?: ComplianceBy | undefined;
}

type Raw = Readonly<Record<string, unknown>>;

const keepValid = (kinds: ParamKinds, raw: Raw): Record<string, string | number> => {
  const kept: Record<string, string | number> = {};
  for (const [key, kind] of Object.entries(kinds)) {
    const text = raw[key];
    if (typeof text !== 'string' && typeof text !== 'number') continue;
    const one = parseOne(key, kind, String(text));
    if (one.ok && one.value !== '') kept[key] = one.value;
  }
  return kept;
};

const { owner, team, policy } = reports.compliance.params;
const whose = { owner, team, policy };
const { from, to, model, stage_credit, lookback_days, currency } = reports.attribution.params;

export const funnelSearch = (raw: Raw): FunnelSearch =>
  keepValid(
    { from, to, basis: { kind: 'choice', choices: ['accounts', 'visits'], byDefault: 'accounts' } },
    raw,
  );

export const cyclesLimits = { min: 1, max: 4 } as const;

export const loopsSearch = (raw: Raw): LoopsSearch =>
  keepValid({ from, to, cycles: { kind: 'integer', ...cyclesLimits, byDefault: 2 } }, raw);

export const attributionSearch = (raw: Raw): AttributionSearch =>
  keepValid({ from, to, model, compare: model, stage_credit, lookback_days, currency }, raw);

export const handoffsSearch = (raw: Raw): HandoffsSearch => keepValid({ from, to, ...whose }, raw);

export const slaSearch = (raw: Raw): SlaSearch =>
  keepValid({ from, to, ...whose, by: reports.compliance.params.by }, raw);

/** `?a=1` → values as texts; the last of a repeated key counts. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

/** Values → `?a=1`, plain and readable; what is undefined or empty is left out. */
export const stringifySearch = (search: Raw): string => {
  const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
};
