// The rows that don't fit: the first ones on screen, all of them in a file, every one counted.
import { closeSync, openSync, writeSync } from 'node:fs';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import { say } from '@revloop/infra/runtime/say.ts';
import type { Rejected } from './map-files.ts';

const shown_max = 20;

/** Collects rejected rows; writes each as a line of JSON where a file was named. */
export class Rejects {
  readonly #path: string | undefined;
  readonly #file: number | undefined;
  readonly #shown: Rejected[] = [];
  #count = 0;

  constructor(path: string | undefined) {
    this.#path = path;
    try {
      this.#file = path === undefined ? undefined : openSync(path, 'w');
    } catch (error) {
      throw new UsageError(`--rejects ${path} cannot be written: ${reasonOf(error)}`);
    }
  }

  get count(): number {
    return this.#count;
  }

  add(rejected: readonly Rejected[]): void {
    for (const one of rejected) {
      this.#count += 1;
      if (this.#shown.length < shown_max) this.#shown.push(one);
      if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(one)}\n`);
    }
  }

  /** Lists what was collected on stderr and closes the file. */
  finish(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#count === 0) return;
    say(`${this.#count} rows or events don't fit:`);
    for (const { file, line, reason } of this.#shown) say(`  ${file}:${line}  ${reason}`);
    const rest = this.#count - this.#shown.length;
    if (this.#path !== undefined) say(`  all of them are in ${this.#path}`);
    else if (rest > 0) say(`  … and ${rest} more: --rejects FILE writes all of them`);
  }
}
