// The import proper: finds where an earlier run stopped, sends the rest, says what became of it.
import { importsFolder, readIngestSettings } from '../config.ts';
import { exitCodes } from '@revloop/infra/runtime/exit-codes.ts';
import { createIngestClient } from '../http/ingest-client.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';
import { importIdentity, ImportProgress } from './import-progress.ts';
import type { MapFilesOptions } from './map-files.ts';
import type { Rejects } from './rejects.ts';
import { sendFiles } from './send-files.ts';

export interface ImportFilesOptions extends Omit<MapFilesOptions, 'batch_events_max'> {
  readonly mappingText: string;
  readonly rejects: Rejects;
  readonly restart: boolean;
  readonly give_up_ms: number;
  readonly json: boolean;
}

/** Sends everything that is not acknowledged yet. Exit code 1 where something was refused, 130 where the user stopped it. */
export const importFiles = async (options: ImportFilesOptions): Promise<number> => {
  const { url, write_key } = readIngestSettings(process.env);
  const paths = options.files.map(({ path }) => path);
  const identity = await importIdentity(url, options.mappingText, paths);
  const progress = new ImportProgress(importsFolder(process.env), identity);
  if (options.restart) progress.restart();
  const resumed_after_rows = progress.reached.rows_done;
  if (resumed_after_rows > 0)
    say(
      `an earlier run was interrupted after ${resumed_after_rows} rows: going on from there (--restart begins anew)`,
    );
  const onAway = (reason: string): void =>
    say(`ingest at ${url} does not take events (${reason}): trying again`);
  const post = createIngestClient({ url, write_key, give_up_ms: options.give_up_ms, onAway });
  const stopping = stopOnInterrupt();
  const startedAt = performance.now();
  const sent = await sendFiles({ ...options, post, progress, stopping }).catch((error: unknown) => {
    if (progress.reached.rows_done > 0)
      say(`stopped after ${progress.reached.rows_done} rows: the same command goes on from there`);
    throw error;
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await tell(options, { resumed_after_rows, sent, seconds, ...progress.reached });
  options.rejects.finish();
  if (stopping()) {
    say(`stopped after ${progress.reached.rows_done} rows: the same command goes on from there`);
    return 130;
  }
  progress.finish();
  return options.rejects.count > 0 ? exitCodes.problems : exitCodes.ok;
};

/** The first Ctrl-C lets what is under way finish; the second ends the process. */
const stopOnInterrupt = (): (() => boolean) => {
  let stopping = false;
  process.once('SIGINT', () => {
    stopping = true;
  });
  return () => stopping;
};

interface Outcome {
  readonly resumed_after_rows: number;
  readonly rows_done: number;
  readonly sent: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly seconds: number;
}

const tell = async (options: ImportFilesOptions, outcome: Outcome): Promise<void> => {
  const { rows_done, sent, accepted, duplicates, resumed_after_rows } = outcome;
  const seconds = Math.round(outcome.seconds * 100) / 100;
  const events_per_s = Math.round(sent / Math.max(outcome.seconds, 0.001));
  const rejected = options.rejects.count;
  const mapping = options.mapping.name;
  if (options.json) {
    const result = { mapping, resumed_after_rows, rows: rows_done, sent, accepted, duplicates, rejected };
    return await print(`${JSON.stringify({ ...result, seconds, events_per_s })}\n`);
  }
  await print(
    table([
      ['rows', rows_done],
      ['events sent', sent],
      ['events accepted', accepted],
      ["don't fit", rejected],
      ['seconds', seconds],
      ['events per second', events_per_s],
    ]),
  );
};
