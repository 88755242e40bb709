// Files that a policy file names, by paths relative to its own.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ReadText } from './core/holidays.ts';

/** `path`: of the policy file. What cannot be read is undefined: the core says which file that was. */
export const readBeside =
  (path: string): ReadText =>
  (name) => {
    try {
      return readFileSync(resolve(dirname(path), name), 'utf8');
    } catch {
      return undefined;
    }
  };
