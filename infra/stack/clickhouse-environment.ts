// What ClickHouse's config.xml and users.xml take from the environment: hashes of passwords, paths, memory.
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { sha256Of, type StackSecrets } from './secrets.ts';

const memoryShare = 0.6;
const memoryBytesMax = 4_000_000_000;
/** A SHA-256 that no known text has: `default` cannot log in at the official image. */
const nobodysHash = '0'.repeat(64);

/** Bytes the server may use: 60 % of the machine's memory, at most 4 GB. */
export const clickhouseMemory = (machineBytes: number): number =>
  Math.min(Math.floor(machineBytes * memoryShare), memoryBytesMax);

/** `logs` is where its two log files go; `ownSession` is for the embedded server, whose own session is `default` with an empty password. */
export const clickhouseEnvironment = (
  secrets: StackSecrets,
  { logs, ownSession }: { logs: string; ownSession: boolean },
): Record<string, string> => ({
  REVLOOP_CLICKHOUSE_LOG: join(logs, 'clickhouse-server.log'),
  REVLOOP_CLICKHOUSE_ERROR_LOG: join(logs, 'clickhouse-server.err.log'),
  REVLOOP_CLICKHOUSE_MEMORY_BYTES_MAX: String(clickhouseMemory(totalmem())),
  REVLOOP_DEFAULT_PASSWORD_SHA256: ownSession ? sha256Of('') : nobodysHash,
  REVLOOP_CLICKHOUSE_PASSWORD_SHA256: sha256Of(secrets.clickhousePassword),
  REVLOOP_ANALYST_PASSWORD_SHA256: sha256Of(secrets.analystPassword),
  REVLOOP_CONSOLE_PASSWORD_SHA256: sha256Of(secrets.consolePassword),
});
