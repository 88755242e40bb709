// The files of an import, row by row in their order → batches of whole rows with their events, and the rows that don't fit.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Mapping } from '../core/mapping/mapping.ts';
import { mapRow, type NativeJsonEvent } from '../core/mapping/map-row.ts';
import { readsRowKey } from '../core/mapping/references.ts';
import type { Lookups } from './load-lookups.ts';
import type { MatchedFile } from './match-files.ts';
import { readRows } from './read-rows.ts';

/** Where an event or a row that doesn't fit comes from. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Rejected extends Place {
  readonly reason: string;
  readonly event_id?: string;
}

export interface EventBatch {
  readonly events: readonly NativeJsonEvent[];
  /** Place of each event. */
  readonly places: readonly Place[];
  readonly rejected: readonly Rejected[];
  /** Rows of all files up to the end of this batch, in an order that is the same at each reading; what is not CSV at all is not counted. */
  readonly rows_through: number;
  readonly bytes_through: number;
}

export interface MapFilesOptions {
  readonly mapping: Mapping;
  readonly files: readonly MatchedFile[];
  readonly lookups: Lookups;
  readonly now: number;
  readonly batch_events_max: number;
}

/** Files that emit events, in the mapping's order. */
export const emittingFiles = (files: readonly MatchedFile[]): readonly MatchedFile[] =>
  files.filter(({ rules }) => rules.emits.length > 0);

/** Reads, maps and checks every row. A row's events are never split over two batches, and a row with a fault gives none. */
export async function* mapFiles(options: MapFilesOptions): AsyncGenerator<EventBatch> {
  const { files, lookups, now, batch_events_max } = options;
  const usedIds = new Map<string, Place>();
  let events: NativeJsonEvent[] = [];
  let places: Place[] = [];
  let rejected: Rejected[] = [];
  let rows_through = 0;
  let bytesBefore = 0;
  let bytes_through = 0;
  for (const { path, rules } of emittingFiles(files)) {
    const file = basename(path);
    const rows = readRows(path, { delimiter: rules.delimiter, withKey: readsRowKey(rules) });
    for await (const { row, bytes } of rows) {
      if (row.number !== undefined) rows_through += 1;
      bytes_through = Math.max(bytes_through, bytesBefore + bytes);
      const place = { file, line: row.line };
      const mapped =
        'reason' in row
          ? { ok: false as const, reason: row.reason }
          : mapRow(rules, lookups.attach(rules, row), now);
      const reason = mapped.ok ? claimIds(usedIds, mapped.events, place) : mapped.reason;
      if (reason !== undefined) rejected.push({ ...place, reason });
      else if (mapped.ok)
        for (const event of mapped.events) {
          events.push(event);
          places.push(place);
        }
      if (events.length < batch_events_max && rejected.length < batch_events_max) continue;
      yield { events, places, rejected, rows_through, bytes_through };
      [events, places, rejected] = [[], [], []];
    }
    bytesBefore += statSync(path).size;
  }
  yield { events, places, rejected, rows_through, bytes_through: bytesBefore };
}

/** Two rows with one event id would be one event, and the second row lost: the second doesn't fit. */
const claimIds = (
  used: Map<string, Place>,
  events: readonly NativeJsonEvent[],
  place: Place,
): string | undefined => {
  for (const { event_id } of events) {
    const earlier = used.get(event_id);
    if (earlier) return `event_id ${event_id} is already that of ${earlier.file} line ${earlier.line}`;
  }
  for (const { event_id } of events) used.set(event_id, place);
  return undefined;
};
