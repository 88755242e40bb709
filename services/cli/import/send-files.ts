// Mapped batches → ingest, with progress kept and shown.
import { statSync } from 'node:fs';
import type { PostEvents, Posted } from '../http/ingest-client.ts';
import { sendInOrder } from '../http/send-in-order.ts';
import { startProgress } from '../output/progress.ts';
import type { ImportProgress } from './import-progress.ts';
import {
  emittingFiles,
  mapFiles,
  type EventBatch,
  type MapFilesOptions,
  type Rejected,
} from './map-files.ts';
import type { Rejects } from './rejects.ts';

export interface SendFilesOptions extends Omit<MapFilesOptions, 'batch_events_max'> {
  readonly post: PostEvents;
  readonly progress: ImportProgress;
  readonly rejects: Rejects;
  /** True once the user asked to stop: what is under way is finished, nothing new is begun. */
  readonly stopping: () => boolean;
}

const batch_events_max = 500;
const in_flight_max = 4;

/** Sends the rows that are not acknowledged yet. Gives the events sent in this run. */
export const sendFiles = async (options: SendFilesOptions): Promise<number> => {
  const { files, post, progress, rejects, stopping } = options;
  const resumeAfter = progress.reached.rows_done;
  const bar = startProgress(emittingFiles(files).reduce((sum, { path }) => sum + statSync(path).size, 0));
  let sent = 0;
  rejects.add(progress.reached.refused);
  const done = (batch: EventBatch, posted: Posted): void => {
    const refused = refusedPlaces(batch, posted);
    rejects.add([...batch.rejected, ...refused]);
    sent += batch.events.length;
    const { rows_done, accepted, duplicates, refused: before } = progress.reached;
    // Rows before the mark are read again only to find those that don't fit.
    if (batch.rows_through > rows_done)
      progress.advance({
        rows_done: batch.rows_through,
        accepted: accepted + posted.accepted,
        duplicates: duplicates + posted.duplicates,
        refused: [...before, ...refused],
      });
    bar.update(batch.bytes_through, sent);
  };
  try {
    await sendInOrder(unsent(options, resumeAfter, stopping), (batch) => postBatch(post, batch), done, {
      in_flight_max,
    });
  } finally {
    bar.stop();
    if (progress.reached.rows_done > 0) progress.save();
  }
  return sent;
};

const postBatch = async (post: PostEvents, { events }: EventBatch): Promise<Posted> =>
  events.length > 0 ? await post(events) : { accepted: 0, duplicates: 0, rejected: [] };

/** Batches of a resumed import begin at the same rows as before: those up to the mark come without their events. */
async function* unsent(
  options: MapFilesOptions | Omit<MapFilesOptions, 'batch_events_max'>,
  resumeAfter: number,
  stopping: () => boolean,
): AsyncGenerator<EventBatch> {
  for await (const batch of mapFiles({ ...options, batch_events_max })) {
    if (stopping()) return;
    yield batch.rows_through <= resumeAfter ? { ...batch, events: [], places: [] } : batch;
  }
}

const refusedPlaces = ({ places }: EventBatch, { rejected }: Posted): readonly Rejected[] =>
  rejected.map(({ index, event_id, code, message }) => ({
    file: places[index]?.file ?? '',
    line: places[index]?.line ?? 0,
    reason: `ingest: ${message} (${code})`,
    ...(event_id && { event_id }),
  }));
