// `revloop import`: CSV files through a mapping into ingest; or only checked, or printed.
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import { checkHeaders } from '../import/check-headers.ts';
import { checkOnly } from '../import/check-only.ts';
import { findMapping } from '../import/find-mapping.ts';
import { importFiles } from '../import/import-files.ts';
import { loadLookups } from '../import/load-lookups.ts';
import { matchFiles } from '../import/match-files.ts';
import { Rejects } from '../import/rejects.ts';
import { say } from '@revloop/infra/runtime/say.ts';

export interface ImportOptions {
  readonly mapping: string;
  readonly dryRun?: true;
  readonly print?: true;
  readonly rejects?: string;
  readonly restart?: true;
  /** Seconds. */
  readonly wait: number;
  readonly json?: true;
}

/** Imports files or folders. Exit code 1 where a row didn't fit, an event was refused, or the import was cut short. */
export const runImport = async (paths: readonly string[], options: ImportOptions): Promise<number> => {
  if (options.dryRun && options.print) throw new UsageError('choose one of --dry-run and --print');
  const { mapping, text } = findMapping(options.mapping);
  const { files, unused } = matchFiles(mapping, paths);
  if (unused.length > 0) say(`not used by mapping ${mapping.name}: ${unused.join(', ')}`);
  await checkHeaders(mapping, files);
  const lookups = await loadLookups(mapping, files);
  lookups.notes.forEach(say);
  const rejects = new Rejects(options.rejects);
  const work = { mapping, files, lookups, now: Date.now(), rejects, json: options.json === true };
  if (options.dryRun || options.print)
    return await checkOnly({ ...work, printEvents: options.print === true });
  return await importFiles({
    ...work,
    mappingText: text,
    restart: options.restart === true,
    give_up_ms: options.wait * 1000,
  });
};
