// Where a child's output goes: a log file that never grows beyond a bound.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotationLimits {
  readonly file_bytes_max: number;
  /** How many older files (`.1` is the youngest) are kept beside the current one. */
  readonly older_files_max: number;
}

const standing: RotationLimits = { file_bytes_max: 10_000_000, older_files_max: 2 };

/** An append-only file that is set aside when full. Writes are synchronous: little is written, and a crash must not lose the last lines. */
export class RotatingFile {
  readonly #path: string;
  readonly #limits: RotationLimits;
  #fd: number;
  #bytes: number;

  constructor(path: string, limits: Partial<RotationLimits> = {}) {
    this.#path = path;
    this.#limits = { ...standing, ...limits };
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, 'a', 0o600);
    this.#bytes = fstatSync(this.#fd).size;
  }

  write(chunk: Buffer | string): void {
    if (this.#bytes > this.#limits.file_bytes_max) this.#rotate();
    this.#bytes += writeSync(this.#fd, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #rotate(): void {
    closeSync(this.#fd);
    for (let age = this.#limits.older_files_max; age >= 1; age--) {
      const from = age === 1 ? this.#path : `${this.#path}.${age - 1}`;
      try {
        renameSync(from, `${this.#path}.${age}`);
      } catch {
        // That many older files do not exist yet.
      }
    }
    this.#fd = openSync(this.#path, 'w', 0o600);
    this.#bytes = 0;
  }
}
