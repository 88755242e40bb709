// Every refusal of the API in one place: code, status, and what the asker can do.
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';

export interface Refusal {
  readonly status: 400 | 403 | 404 | 413 | 415 | 500 | 503;
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

export const notJson: Refusal = {
  status: 415,
  code: 'not_json',
  message: 'acts are sent as JSON: content-type must be application/json',
};

export const otherOrigin: Refusal = {
  status: 403,
  code: 'other_origin',
  message:
    'acts are taken from the console’s own page alone: the Origin header must name the host that is asked. A proxy before the console must pass the Host header on',
};

export const actingNotSet: Refusal = {
  status: 503,
  code: 'acting_not_set',
  message:
    'this console only reads: set REVLOOP_KAFKA_BROKERS and REVLOOP_REGISTRY_URL for it to let people act',
};

export const notSignedIn = (header: string): Refusal => ({
  status: 403,
  code: 'not_signed_in',
  message: `nobody is signed in: the proxy before the console must name who acts in the header ${header} (REVLOOP_CONSOLE_USER_HEADER)`,
});

export const badUpdate = (faults: readonly string[]): Refusal => ({
  status: 400,
  code: 'bad_update',
  message: faults.join('; '),
});

export const tooLargeUpdate: Refusal = {
  status: 413,
  code: 'too_large_update',
  message: 'the act is larger than an act can be',
};

export const noSuchHandoff = (handoff_id: string): Refusal => ({
  status: 404,
  code: 'no_such_handoff',
  message: `there is no handoff "${handoff_id}", or it is too new to be known: try again in a few seconds`,
});

export const kafkaAway = (why: string): Refusal => ({
  status: 503,
  code: 'kafka_away',
  message: `the act could not be handed to Kafka (${why}): try again, the same act counts once`,
});

const bug: Refusal = {
  status: 500,
  code: 'internal',
  message: 'the console failed; its log says why',
};

const away: Refusal = {
  status: 503,
  code: 'warehouse_away',
  message: 'ClickHouse does not answer: check that it runs, then try again',
};

/** ClickHouse's errors, as the client codes them, for which there is something to do. */
const refusalsOf: Readonly<Record<string, Omit<Refusal, 'status'>>> = {
  clickhouse_60: {
    code: 'relation_missing',
    message: 'a relation does not exist in ClickHouse yet: the migrations have not run',
  },
  clickhouse_159: {
    code: 'too_slow',
    message: 'the query took longer than the console may: choose fewer months',
  },
  clickhouse_516: {
    code: 'not_let_in',
    message: 'ClickHouse refuses the console its user: check REVLOOP_CONSOLE_PASSWORD',
  },
  clickhouse_241: {
    code: 'too_large',
    message: 'the query needed more memory than the console may use: choose fewer months',
  },
  clickhouse_201: {
    code: 'quota_used_up',
    message: 'the console has used up its quota of queries: try again in a minute',
  },
};

/** Anything thrown while a report was asked → the refusal. What ClickHouse said stays in the log. */
export const refusalOf = (error: unknown): Refusal => {
  if (!(error instanceof SurroundingsError)) return bug;
  const known = refusalsOf[error.code];
  if (known) return { status: 503, ...known };
  return error.retriable ? away : bug;
};
