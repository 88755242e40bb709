// The ids our records got from the registry, remembered between starts: the registry takes longest to start and ids never change.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { schemaJson } from '@revloop/schemas/codec.ts';
import { allRecords, type AvroRecord } from '@revloop/schemas/load.ts';

type Remembered = Readonly<Record<string, { readonly id: number; readonly schema_sha256: string }>>;

const fingerprint = (record: AvroRecord): string =>
  createHash('sha256').update(schemaJson(record)).digest('hex');

/** Ids by record name, of those records whose schema is still the one the id was given for. */
export const readSchemaIds = (file: string): Readonly<Record<string, number>> => {
  if (!existsSync(file)) return {};
  const remembered = JSON.parse(readFileSync(file, 'utf8')) as Remembered;
  const same = allRecords.filter((record) => remembered[record.name]?.schema_sha256 === fingerprint(record));
  return Object.fromEntries(same.map((record) => [record.name, remembered[record.name]?.id ?? 0]));
};

/** Replaces the file in one step. */
export const writeSchemaIds = (file: string, ids: Readonly<Record<string, number>>): void => {
  const known = allRecords.filter((record) => ids[record.name] !== undefined);
  const content: Remembered = Object.fromEntries(
    known.map((record) => [record.name, { id: ids[record.name] ?? 0, schema_sha256: fingerprint(record) }]),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.new`, file);
};
