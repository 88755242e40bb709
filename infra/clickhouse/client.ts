// The one way to ClickHouse: queries with bound parameters, inserts with a deduplication token, errors that say whether trying again can help.
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { isTlsRefusal } from '../runtime/tls.ts';

export interface ClickHouseSettings {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Who asks, for ClickHouse's query log. */
  readonly application: string;
  readonly request_ms_max?: number;
  /** Authority of an https URL, where it is none that Node knows: PEM text. */
  readonly tls_ca_pem?: string | undefined;
}

export interface ClickHouse {
  /** Rows of one statement; `params` fill its {name:Type}. Times come as ISO 8601 texts, 64-bit integers and decimals as texts. */
  query<Row>(sql: string, params?: Readonly<Record<string, unknown>>): Promise<Row[]>;
  /** The same rows, a few hundred at a time as they come: of an answer of any size little is in memory. Ends early, with an error, where the server breaks off. */
  queryEach<Row>(sql: string, params?: Readonly<Record<string, unknown>>): AsyncIterable<readonly Row[]>;
  /** A statement without rows. `token` makes the server drop a repetition of the same insert. */
  run(sql: string, params?: Readonly<Record<string, unknown>>, token?: string): Promise<void>;
  /** Inserts objects as rows; all of them have the same keys. None: nothing happens. */
  insert(table: string, rows: readonly object[], token?: string): Promise<void>;
  /** Inserts one block of the Native format: its rows are stored together or not at all. None: nothing happens. The bytes must not change until it settles. */
  insertBlock(table: string, block: NativeBlock, token: string, signal?: AbortSignal): Promise<void>;
  /** The answer's bytes as they come, in the format the statement names; ends early, with an error, where the server breaks off. */
  stream(sql: string, params?: Readonly<Record<string, unknown>>): AsyncIterable<Buffer>;
  /** Rejects where the server does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Rows as one block of ClickHouse's Native format, in pieces. */
export interface NativeBlock {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly pieces: readonly Uint8Array[];
}

/** Codes of ClickHouse that pass by themselves: timeouts, memory, too many parts or queries, shutting down, read-only for a moment. */
const retriableCodes = new Set([
  '159',
  '160',
  '164',
  '202',
  '209',
  '210',
  '236',
  '241',
  '242',
  '252',
  '319',
  '425',
  '439',
  '999',
]);

const toError = (error: unknown, what: string): SurroundingsError =>
  error instanceof ClickHouseError
    ? new SurroundingsError(`clickhouse_${error.code}`, `${what}: ${error.message}`, {
        retriable: retriableCodes.has(error.code),
        cause: error,
      })
    : new SurroundingsError(
        isTlsRefusal(error) ? 'clickhouse_tls_refused' : 'clickhouse_unavailable',
        `${what}: ClickHouse does not answer: ${reasonOf(error)}`,
        { retriable: !isTlsRefusal(error), cause: error },
      );

/** Columns are named, so that ephemeral ones are taken too. All rows of an insert have the same. */
const columnsOf = (rows: readonly object[]): [string, ...string[]] =>
  Object.keys(rows[0] ?? {}) as [string, ...string[]];

/** A pool of connections; nothing is connected yet. Every method rejects with `SurroundingsError`. */
export const connectClickHouse = ({
  url,
  database,
  user,
  password,
  application,
  request_ms_max = 30_000,
  tls_ca_pem,
}: ClickHouseSettings): ClickHouse => {
  const client = createClient({
    url,
    database,
    username: user,
    password,
    application,
    request_timeout: request_ms_max,
    ...(tls_ca_pem && { tls: { ca_cert: Buffer.from(tls_ca_pem) } }),
    max_open_connections: 16,
    // Errors reach the caller, who says them once.
    log: { level: ClickHouseLogLevel.OFF },
    // Below the server's keep-alive of 3 s, so that a connection is never used while the server closes it.
    keep_alive: { enabled: true, idle_socket_ttl: 2_000 },
    clickhouse_settings: {
      async_insert: 0,
      date_time_output_format: 'iso',
      date_time_input_format: 'best_effort',
      output_format_json_quote_64bit_integers: 1,
      output_format_json_quote_decimals: 1,
    },
  });
  const guarded = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toError(error, what);
    }
  };
  const asParams = (params: Readonly<Record<string, unknown>> = {}) => ({ query_params: { ...params } });
  const withToken = (token?: string) =>
    token ? { clickhouse_settings: { insert_deduplication_token: token } } : {};
  return {
    query: <Row>(sql: string, params?: Readonly<Record<string, unknown>>) =>
      guarded('query', async () =>
        (await client.query({ query: sql, format: 'JSONEachRow', ...asParams(params) })).json<Row>(),
      ),
    queryEach: async function* <Row>(sql: string, params?: Readonly<Record<string, unknown>>) {
      const answer = await guarded('query', () =>
        client.query({ query: sql, format: 'JSONEachRow', ...asParams(params) }),
      );
      try {
        for await (const rows of answer.stream<Row>()) yield rows.map((row) => row.json());
      } catch (error) {
        throw toError(error, 'query');
      }
    },
    run: (sql, params, token) =>
      guarded(
        'statement',
        async () => void (await client.command({ query: sql, ...asParams(params), ...withToken(token) })),
      ),
    insert: async (table, rows, token) => {
      if (rows.length === 0) return;
      await guarded(`insert into ${table}`, () =>
        client.insert({
          table,
          values: rows,
          columns: columnsOf(rows),
          format: 'JSONEachRow',
          ...withToken(token),
        }),
      );
    },
    insertBlock: async (table, { rows, columns, pieces }, token, signal) => {
      if (rows === 0) return;
      await guarded(`insert into ${table}`, async () => {
        const { stream } = await client.exec({
          query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`,
          values: Readable.from(pieces, { objectMode: false }),
          ...(signal && { abort_signal: signal }),
          clickhouse_settings: {
            insert_deduplication_token: token,
            // The rows of a block are merged with others anyway: measured, collapsing them on insert took 3.3 of 7.8 CPU-seconds per million.
            optimize_on_insert: 0,
            // What the client has given up must not be applied much later.
            max_execution_time: Math.ceil(request_ms_max / 1_000),
          },
        });
        await finished(stream.resume());
      });
    },
    stream: async function* (sql, params) {
      const { stream } = await guarded('query', () => client.exec({ query: sql, ...asParams(params) }));
      try {
        for await (const chunk of stream) yield chunk as Buffer;
      } catch (error) {
        throw toError(error, 'query');
      }
    },
    ping: () =>
      guarded('ping', async () => {
        const answer = await client.ping({ select: true });
        if (!answer.success) throw answer.error;
      }),
    close: () => client.close(),
  };
};
