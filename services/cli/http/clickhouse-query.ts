// One statement to ClickHouse over HTTP; the answer is handed on while it comes, errors in its middle included.
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { streamedPost, type StreamedAnswer } from './streamed-post.ts';

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

/** Runs the statement and writes the answer. Gives the server's error text where it failed. Throws a SurroundingsError where the server is away. */
export const runSql = async (options: RunSqlOptions): Promise<string | undefined> => {
  const answer = await post(options);
  if (answer.status !== 200) return await lastOf(answer.chunks);
  const tag = answer.headers['x-clickhouse-exception-tag'];
  return await relay(answer.chunks, typeof tag === 'string' ? tag : undefined, options.write);
};

const post = async (options: RunSqlOptions): Promise<StreamedAnswer> => {
  const { url, database, password, sql, format, params } = options;
  const address = new URL(url);
  address.searchParams.set('database', database);
  address.searchParams.set('default_format', formats[format]);
  // Without it the server cuts pretty tables after some thousand rows and only says so in their last line.
  if (format === 'pretty') address.searchParams.set('output_format_pretty_max_rows', '1000000000');
  for (const [name, value] of Object.entries(params)) address.searchParams.set(`param_${name}`, value);
  try {
    return await streamedPost(address, { 'x-clickhouse-user': 'analyst', 'x-clickhouse-key': password }, sql);
  } catch (error) {
    throw new SurroundingsError(
      'clickhouse_unavailable',
      `ClickHouse at ${url} does not answer (${reasonOf(error)}): start it with \`npm start\`, or set REVLOOP_CLICKHOUSE_URL`,
      { retriable: true, cause: error },
    );
  }
};

const error_bytes_max = 64_000;

/** The end of an answer: the error, even where rows were written before it. */
const lastOf = async (chunks: AsyncIterable<Buffer>): Promise<string> => {
  let last: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) last = Buffer.concat([last, chunk]).subarray(-error_bytes_max);
  } catch {
    // Broken off: what came is the reason all the same.
  }
  return last.toString();
};

const footer = /\r?\n\d+ \S+\r?\n__exception__\s*$/;

/** After a failure in mid-answer the server appends `\r\n__exception__\r\n<tag>\r\n<text>\n<length> <tag>\r\n__exception__\r\n` and breaks the connection. */
const relay = async (
  chunks: AsyncIterable<Buffer>,
  tag: string | undefined,
  write: RunSqlOptions['write'],
): Promise<string | undefined> => {
  const marker = Buffer.from(`\r\n__exception__\r\n${tag ?? ''}`);
  let held: Buffer = Buffer.alloc(0);
  let broken: unknown;
  try {
    for await (const chunk of chunks) {
      held = Buffer.concat([held, chunk]);
      if (tag !== undefined && held.includes(marker)) continue;
      // The marker may come in two pieces: its length is held back.
      const free = Math.max(held.length - marker.length, 0);
      await write(held.subarray(0, free));
      held = held.subarray(free);
    }
  } catch (error) {
    broken = error;
  }
  const at = tag === undefined ? -1 : held.indexOf(marker);
  await write(at === -1 ? held : held.subarray(0, at));
  if (at !== -1)
    return held
      .subarray(at + marker.length)
      .toString()
      .replace(footer, '');
  if (broken === undefined) return undefined;
  throw new SurroundingsError(
    'answer_broken',
    `ClickHouse ended the connection in the middle of the answer (${reasonOf(broken)}): what was printed is not all`,
    { retriable: true, cause: broken },
  );
};
