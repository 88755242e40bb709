// The name or path after --mapping → the mapping, checked.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Mapping } from '../core/mapping/mapping.ts';
import { readMapping } from '../core/mapping/read-mapping.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';

const shippedFolder = join(import.meta.dirname, '..', 'mappings');

/** The names of the mappings that ship. */
export const shippedMappings = (): readonly string[] =>
  readdirSync(shippedFolder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'));

export interface FoundMapping {
  readonly mapping: Mapping;
  /** The file's text, for telling one version of a mapping from another. */
  readonly text: string;
}

/** Finds a shipped mapping by name, or any by path. Throws a UsageError that lists every fault of it. */
export const findMapping = (nameOrPath: string): FoundMapping => {
  const path = shippedMappings().includes(nameOrPath)
    ? join(shippedFolder, `${nameOrPath}.yaml`)
    : nameOrPath;
  if (!existsSync(path))
    throw new UsageError(
      `there is no mapping "${nameOrPath}": give the path of a YAML file, or one of ${shippedMappings().join(', ')}`,
    );
  const text = textOf(path);
  const read = readMapping(text);
  if (!read.ok)
    throw new UsageError(`mapping ${path} has ${read.faults.length} faults:\n  ${read.faults.join('\n  ')}`);
  return { mapping: read.mapping, text };
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`mapping ${path} cannot be read: ${reasonOf(error)}`);
  }
};
