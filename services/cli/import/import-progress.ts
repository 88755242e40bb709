// How far an import has come, kept in a file named by what is imported, so that an interrupted one goes on where it was.
import { createHash, type Hash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Rejected } from './map-files.ts';

export interface Reached {
  /** Rows of all files, in order, whose events are acknowledged. */
  readonly rows_done: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Events that ingest refused. Rows that don't fit are found again by reading them again. */
  readonly refused: readonly Rejected[];
}

const nothing: Reached = { rows_done: 0, accepted: 0, duplicates: 0, refused: [] };
const save_ms_min = 200;

/** The progress of one import: the same mapping, files and ingest are the same import. */
export class ImportProgress {
  readonly #path: string;
  #reached: Reached;
  #savedAt = -Infinity;

  constructor(folder: string, identity: string) {
    this.#path = join(folder, `${identity}.json`);
    this.#reached = existsSync(this.#path)
      ? (JSON.parse(readFileSync(this.#path, 'utf8')) as Reached)
      : nothing;
  }

  get reached(): Reached {
    return this.#reached;
  }

  restart(): void {
    this.#reached = nothing;
    this.finish();
  }

  /** Remembers what is acknowledged; on disk at most `save_ms_min` later than now. What a kill loses of it is sent again, which changes nothing. */
  advance(reached: Reached): void {
    this.#reached = reached;
    if (performance.now() - this.#savedAt >= save_ms_min) this.save();
  }

  save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#reached));
    renameSync(`${this.#path}.new`, this.#path);
    this.#savedAt = performance.now();
  }

  /** All is in: the next import of the same files sends them again, and ingest knows them by their ids. */
  finish(): void {
    rmSync(this.#path, { force: true });
  }
}

/** Hash of the ingest address, the mapping's text and the content of all files. */
export const importIdentity = async (
  url: string,
  mappingText: string,
  paths: readonly string[],
): Promise<string> => {
  const hash: Hash = createHash('sha256').update(`${url}\0${mappingText}\0`);
  for (const path of paths) {
    const content = createHash('sha256');
    await pipeline(createReadStream(path), content);
    hash.update(content.digest());
  }
  return hash.digest('hex').slice(0, 32);
};
