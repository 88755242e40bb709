// ClickHouse as a child process: the server out of npm packages, behind its shield, data under the home.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SupervisedChild, type Report } from '../../runtime/supervise.ts';
import { askClickHouse, untilAnswers } from '../answers.ts';
import { clickhouseEnvironment } from '../clickhouse-environment.ts';
import type { StackSecrets } from '../secrets.ts';
import type { StackSettings } from '../settings.ts';

const program = fileURLToPath(new URL('./clickhouse-process.ts', import.meta.url));
const config = fileURLToPath(new URL('../clickhouse/config.xml', import.meta.url));
const stopMsMax = 15_000;

/** Starts ClickHouse and keeps it running; `ready` when it lets the services' user in and computes. */
export const startClickHouse = (
  settings: StackSettings,
  port: number,
  secrets: StackSecrets,
  report: Report,
): SupervisedChild => {
  const data = join(settings.home, 'clickhouse');
  const logs = join(settings.home, 'logs');
  prepareData(data);
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<void> => askClickHouse(url, 'revloop', secrets.clickhousePassword);
  return new SupervisedChild(
    {
      name: 'clickhouse',
      command: process.execPath,
      args: [program, '--data', data, '--config', config, '--port', String(port)],
      env: { ...settings.env, ...clickhouseEnvironment(secrets, { logs, ownSession: true }) },
      cwd: data,
      logs,
      answers: (signal) => untilAnswers('ClickHouse', answers, settings.ready_s_max, signal),
      stopBy: 'stdin',
      stop_ms_max: stopMsMax,
    },
    report,
  );
};

/**
 * Without this file the embedded server keeps its `system` database in memory, and query_log and the like break at the second start,
 * because the folders of their tables are there already.
 */
const prepareData = (data: string): void => {
  mkdirSync(join(data, 'metadata'), { recursive: true });
  const system = join(data, 'metadata', 'system.sql');
  if (!existsSync(system))
    writeFileSync(system, `ATTACH DATABASE _ UUID '${randomUUID()}'\nENGINE = Atomic\n`);
};
