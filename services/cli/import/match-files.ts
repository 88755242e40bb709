// The files and folders of the command line → which file plays which role of the mapping.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FileRules, Mapping } from '../core/mapping/mapping.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';

export interface MatchedFile {
  readonly rules: FileRules;
  readonly path: string;
}

export interface MatchedFiles {
  /** In the order of the mapping. */
  readonly files: readonly MatchedFile[];
  /** Files of a folder that the mapping has no use for. */
  readonly unused: readonly string[];
}

const matches = (name: string, pattern: string): boolean => {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 'i').test(name);
};

/** Every role gets exactly one file. Throws a UsageError that lists all that is missing or too much. */
export const matchFiles = (mapping: Mapping, paths: readonly string[]): MatchedFiles => {
  const faults: string[] = [];
  const candidates = paths.flatMap((path) => {
    if (!existsSync(path)) faults.push(`there is no ${path}`);
    else if (statSync(path).isDirectory())
      return readdirSync(path)
        .sort()
        .map((name) => ({ path: join(path, name), given: false }));
    return [{ path, given: true }];
  });
  const roleOf = (path: string): FileRules | undefined =>
    mapping.files.find(({ pattern }) => matches(basename(path), pattern));
  const strangers = candidates.filter(({ path }) => !roleOf(path));
  for (const { path, given } of strangers)
    if (given && existsSync(path))
      faults.push(`${path} matches none of the file names of mapping ${mapping.name}`);
  const files = mapping.files.map((rules) => {
    const found = candidates.filter(({ path }) => roleOf(path) === rules).map(({ path }) => path);
    if (found.length === 0) faults.push(`the file "${rules.pattern}" (${rules.role}) is needed as well`);
    if (found.length > 1) faults.push(`${found.join(' and ')} both match "${rules.pattern}" (${rules.role})`);
    return { rules, path: found[0] ?? '' };
  });
  if (faults.length > 0) throw new UsageError(faults.join('\n  '));
  return { files, unused: strangers.filter(({ given }) => !given).map(({ path }) => path) };
};
