// An import that sends nothing: counts what the files would give, or prints the events.
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';
import { mapFiles, type MapFilesOptions } from './map-files.ts';
import type { Rejects } from './rejects.ts';

export interface CheckOptions extends Omit<MapFilesOptions, 'batch_events_max'> {
  readonly rejects: Rejects;
  /** Events as NDJSON on stdout instead of their counts. */
  readonly printEvents: boolean;
  readonly json: boolean;
}

/** Maps every row as an import would. Exit code 1 where one doesn't fit. */
export const checkOnly = async (options: CheckOptions): Promise<ExitCode> => {
  const { mapping, rejects, printEvents, json } = options;
  const byType = new Map<string, number>();
  let rows = 0;
  for await (const batch of mapFiles({ ...options, batch_events_max: 500 })) {
    rows = batch.rows_through;
    rejects.add(batch.rejected);
    for (const { type } of batch.events) byType.set(type, (byType.get(type) ?? 0) + 1);
    if (printEvents) await print(batch.events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
  const events = [...byType.values()].reduce((sum, count) => sum + count, 0);
  const result = {
    mapping: mapping.name,
    rows,
    events,
    rejected: rejects.count,
    by_type: Object.fromEntries(byType),
  };
  if (printEvents) say(`${events} events of ${rows} rows printed, nothing sent`);
  else if (json) await print(`${JSON.stringify(result)}\n`);
  else await print(table([['rows', rows], ...byType, ["don't fit", rejects.count]]));
  if (!printEvents && !json) say('dry run: nothing was sent');
  rejects.finish();
  return rejects.count > 0 ? exitCodes.problems : exitCodes.ok;
};
