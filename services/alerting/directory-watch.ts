// The directory file, read anew when it changes, so that silences, pauses, people and routes need no restart. A faulty file changes nothing.
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { Gauge, type Registry } from 'prom-client';
import type { DirectoryFile, Telling } from './core/directory-file.ts';

const look_ms = 2_000;

export interface DirectoryWatchParts {
  readonly path: string;
  /** What was read at the start. */
  readonly telling: Telling;
  /** Text → directory, as at the start. */
  readonly read: (text: string) => DirectoryFile;
  readonly onChange: (telling: Telling) => void;
  readonly registry: Registry;
  readonly log: Logger;
}

/** What tells two versions of a file apart without reading them; '' where there is no file. */
const markOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}/${stat.ino}` : '';
};

/** Channels are made at the start: other ones, or the same by other means, need a new one. */
const hasSameChannels = (a: Telling, b: Telling): boolean =>
  isDeepStrictEqual(a.plans, b.plans) && isDeepStrictEqual(a.directory.channels, b.directory.channels);

/** Looks every two seconds, and on SIGHUP at once. Returns how to stop. */
export const startDirectoryWatch = (parts: DirectoryWatchParts): (() => void) => {
  const { path, read, onChange, registry, log } = parts;
  let telling = parts.telling;
  let mark = markOf(path);
  const faulty = new Gauge({
    name: 'revloop_alerting_directory_faulty',
    help: '1 where the directory file has changed and cannot be used: the former one is in force',
    registers: [registry],
  });
  const keep = (faults: readonly string[]): void => {
    faulty.set(1);
    log.error({ path, faults }, 'the directory file is faulty: the former one stays in force');
  };

  const readAnew = async (): Promise<void> => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      return keep([reasonOf(error)]);
    }
    const file = read(text);
    if (!file.ok) return keep(file.faults);
    if (!hasSameChannels(telling, file.telling))
      return keep(['its channels have changed: start alerting anew to use it']);
    faulty.set(0);
    telling = file.telling;
    onChange(telling);
    log.info({ path }, 'the directory file was read anew');
  };
  const look = (isAsked: boolean): void => {
    const found = markOf(path);
    if (found === mark && !isAsked) return;
    mark = found;
    void readAnew();
  };

  const timer = setInterval(() => look(false), look_ms);
  const onHangup = (): void => look(true);
  process.on('SIGHUP', onHangup);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', onHangup);
  };
};
