// Every refusal of the API in one place: code, status, and what the asker can do.
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';

export interface Refusal {
  readonly status: 400 | 404 | 500 | 503;
  readonly code: string;
  readonly message: string;
}

export const badParameter = (faults: readonly string[]): Refusal => ({
  status: 400,
  code: 'bad_parameter',
  message: faults.join('; '),
});

export const noSuchReport = (name: string, known: readonly string[]): Refusal => ({
  status: 404,
  code: 'no_such_report',
  message: `there is no report "${name}": the reports are ${known.join(', ')}`,
});

export const noSuchRoute = (path: string): Refusal => ({
  status: 404,
  code: 'no_such_route',
  message: `there is nothing at ${path}`,
});

export const pageNotBuilt: Refusal = {
  status: 503,
  code: 'page_not_built',
  message: 'the page has not been built: run "npm run build -w @revloop/console"',
};

const bug: Refusal = {
  status: 500,
  code: 'internal',
  message: 'the console failed; its log says why',
};

/** ClickHouse's error numbers that have a better answer than "away". */
const clickhouseCodes: Readonly<Record<string, Omit<Refusal, 'status'>>> = {
  '60': {
    code: 'relation_missing',
    message: 'a relation does not exist in ClickHouse yet: the migrations have not run',
  },
  '159': {
    code: 'too_slow',
    message: 'the query took longer than the console may: choose fewer months',
  },
  '241': {
    code: 'too_large',
    message: 'the query needed more memory than the console may use: choose fewer months',
  },
  '201': {
    code: 'quota_used_up',
    message: 'the console has used up its quota of queries: try again in a minute',
  },
};

const clickhouseCode = (error: unknown): string | undefined => {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && /^\d+$/.test(at.code)) return at.code;
  return undefined;
};

/** Anything thrown while a report was asked → the refusal. What ClickHouse said stays in the log. */
export const refusalOf = (error: unknown): Refusal => {
  const code = clickhouseCode(error);
  const known = code === undefined ? undefined : clickhouseCodes[code];
  if (known) return { status: 503, ...known };
  if (error instanceof SurroundingsError)
    return {
      status: 503,
      code: 'warehouse_away',
      message: 'ClickHouse does not answer: check that it runs, then try again',
    };
  return bug;
};
