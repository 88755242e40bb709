// Freezes the present version of every record whose newest frozen version differs: `node schemas/freeze.ts`. Frozen files are never edited.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { allRecords, type AvroRecord } from './load.ts';

const folder = new URL('./history/', import.meta.url);

/** Frozen versions of a record, oldest first, as schema texts. */
export const frozenVersions = (name: string): readonly string[] =>
  readdirSync(folder)
    .map((file) => new RegExp(`^${name}\\.(\\d+)\\.avsc$`).exec(file))
    .filter((match) => match !== null)
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map((match) => readFileSync(new URL(match[0], folder), 'utf8'));

/** The text a record is frozen as. */
export const frozenText = (record: AvroRecord): string => `${JSON.stringify(record, null, 2)}\n`;

if (import.meta.main)
  for (const record of allRecords) {
    const versions = frozenVersions(record.name);
    if (versions.at(-1) === frozenText(record)) continue;
    const file = new URL(`${record.name}.${versions.length + 1}.avsc`, folder);
    if (existsSync(file)) throw new Error(`${file.pathname} exists already`);
    writeFileSync(file, frozenText(record));
  }
