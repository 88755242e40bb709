// One statement to ClickHouse over HTTP; the answer is handed on while it comes, errors in its middle included.
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';

export interface RunSqlOptions {
  readonly url: string;
  readonly database: string;
  readonly password: string;
  readonly sql: string;
  readonly format: 'pretty' | 'json' | 'csv' | 'tsv';
  /** Values of {name:Type} parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly write: (chunk: Uint8Array) => Promise<void>;
}

const formats = {
  pretty: 'PrettyCompact',
  json: 'JSONEachRow',
  csv: 'CSVWithNames',
  tsv: 'TabSeparatedWithNames',
} as const;

/** Runs the statement and writes the answer. Gives the server's error text where it failed. Throws a SurroundingsError where there is no server. */
export const runSql = async (options: RunSqlOptions): Promise<string | undefined> => {
  const response = await request(options);
  if (!response.ok) return await response.text();
  if (!response.body) return undefined;
  const tag = response.headers.get('x-clickhouse-exception-tag');
  return await relay(response.body, tag, options.write);
};

const request = async ({
  url,
  database,
  password,
  sql,
  format,
  params,
}: RunSqlOptions): Promise<Response> => {
  const address = new URL(url);
  address.searchParams.set('database', database);
  address.searchParams.set('default_format', formats[format]);
  // Without it the server cuts pretty tables after some thousand rows and only says so in their last line.
  if (format === 'pretty') address.searchParams.set('output_format_pretty_max_rows', '1000000000');
  for (const [name, value] of Object.entries(params)) address.searchParams.set(`param_${name}`, value);
  try {
    return await fetch(address, {
      method: 'POST',
      body: sql,
      headers: { 'x-clickhouse-user': 'analyst', 'x-clickhouse-key': password },
    });
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new SurroundingsError(
      'clickhouse_unavailable',
      `ClickHouse at ${url} does not answer (${reasonOf(cause)}): start it with \`npm start\`, or set REVLOOP_CLICKHOUSE_URL`,
      { retriable: true, cause: error },
    );
  }
};

/** After a failure in mid-answer the server appends `\r\n__exception__\r\n<tag>\r\n<text>\r\n<length> <tag>\r\n__exception__\r\n`. */
const relay = async (
  body: ReadableStream<Uint8Array>,
  tag: string | null,
  write: RunSqlOptions['write'],
): Promise<string | undefined> => {
  const marker = Buffer.from(`\r\n__exception__\r\n${tag ?? ''}`);
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    held = Buffer.concat([held, chunk]);
    if (tag !== null && held.includes(marker)) continue;
    // The marker may come in two pieces: its length is held back.
    const free = Math.max(held.length - marker.length, 0);
    await write(held.subarray(0, free));
    held = held.subarray(free);
  }
  const at = tag === null ? -1 : held.indexOf(marker);
  await write(at === -1 ? held : held.subarray(0, at));
  if (at === -1) return undefined;
  const tail = held.subarray(at + marker.length).toString();
  return tail.replace(/\r?\n\d+ \S+\r?\n__exception__\s*$/, '').trim();
};
