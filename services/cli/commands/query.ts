// `revloop query`: SQL as the analyst over ClickHouse's HTTP interface, streamed to stdout as it comes.
import { existsSync, readFileSync } from 'node:fs';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { readAnalystSettings } from '../config.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { clickhouseSentence } from '../http/clickhouse-error.ts';
import { runSql } from '../http/clickhouse-query.ts';
import { print } from '@revloop/infra/runtime/say.ts';

export interface QueryOptions {
  readonly file?: string;
  readonly format: 'pretty' | 'json' | 'csv' | 'tsv';
  readonly param: Readonly<Record<string, string>>;
  readonly json?: true;
}

/** Runs one statement; the SQL may name another format itself. Throws a SurroundingsError with the server's reason in one sentence. */
export const runQuery = async (sql: string | undefined, options: QueryOptions): Promise<ExitCode> => {
  const statement = statementOf(sql, options.file);
  const settings = readAnalystSettings(process.env);
  const format = options.json ? 'json' : options.format;
  const failure = await runSql({ ...settings, sql: statement, format, params: options.param, write: print });
  if (failure !== undefined)
    throw new SurroundingsError('query_failed', clickhouseSentence(failure), { retriable: false });
  return exitCodes.ok;
};

const statementOf = (sql: string | undefined, file: string | undefined): string => {
  if ((sql === undefined) === (file === undefined))
    throw new UsageError(
      'give either the SQL or -f FILE, for example: revloop query "SELECT count() FROM events"',
    );
  if (file === undefined) return sql ?? '';
  if (file !== '-' && !existsSync(file)) throw new UsageError(`there is no ${file}`);
  return readFileSync(file === '-' ? 0 : file, 'utf8');
};
