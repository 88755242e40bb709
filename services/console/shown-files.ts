// GET /api/silences and /api/simulation: files that were named to the console, read anew each time they are asked for.
import { readFile, stat } from 'node:fs/promises';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { FastifyInstance } from 'fastify';
import { readSilences } from './core/silences.ts';
import type { ShownFile } from './core/shown-file.ts';
import { readSimulation } from './core/simulation.ts';

export interface ShownFiles {
  /** Undefined where none is named. */
  readonly directoryPath: string | undefined;
  readonly simulationPath: string | undefined;
  readonly now: () => Date;
}

const file_bytes_max = 10_000_000;

export const addShownFiles = (
  app: FastifyInstance,
  { directoryPath, simulationPath, now }: ShownFiles,
): void => {
  app.get('/api/silences', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return shown(directoryPath, (text) => readSilences(text, now().getTime()));
  });
  app.get('/api/simulation', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return shown(simulationPath, readSimulation);
  });
};

const shown = async <T>(path: string | undefined, read: (text: string) => T): Promise<ShownFile<T>> => {
  if (path === undefined) return { state: 'not_named' };
  try {
    const { size, mtime } = await stat(path);
    if (size > file_bytes_max) throw new Error(`it is larger than ${file_bytes_max} bytes`);
    return {
      state: 'read',
      path,
      changed_at: mtime.toISOString(),
      content: read(await readFile(path, 'utf8')),
    };
  } catch (error) {
    return { state: 'unreadable', path, fault: reasonOf(error) };
  }
};
