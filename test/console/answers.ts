// What the console's API answers, for comparing the page with it.

/** Asks a report; fails with what the API refused. */
export const report = async <Row = Record<string, unknown>>(
  consoleUrl: string,
  name: string,
  params: Readonly<Record<string, string>> = {},
): Promise<readonly Row[]> => {
  const response = await fetch(`${consoleUrl}/api/reports/${name}?${new URLSearchParams(params).toString()}`);
  const body = (await response.json()) as { rows: readonly Row[]; error?: { message: string } };
  if (!response.ok) throw new Error(`${name}: ${body.error?.message ?? response.status}`);
  return body.rows;
};

export interface KnownOptions {
  readonly models: readonly string[];
  readonly lookback_days: readonly number[];
  readonly currencies: readonly string[];
  readonly months: readonly string[];
}

export const options = async (consoleUrl: string): Promise<KnownOptions> =>
  (await (await fetch(`${consoleUrl}/api/options`)).json()) as KnownOptions;

/** The months a page shows when its address names none: the last twelve. */
export const defaultMonths = ({ months }: KnownOptions): { from: string; to: string } => ({
  from: months.slice(-12)[0] ?? '',
  to: months.at(-1) ?? '',
});
