// Commits of a reader that finds its place by other means: they tell whoever watches the group, so one a second is enough. One a batch would be hundreds a second where
// messages trickle in, each written to disk by the broker (measured: of 10,000 alerts within a minute, more than all else together).
import type { Logger } from '../runtime/log.ts';
import { isPartitionLost, type AssignedPartition } from './assigned-partition.ts';
import { commitUntilLost } from './commit-until-lost.ts';

const every_ms = 1_000;

export class PacedCommits {
  readonly #partition: AssignedPartition;
  readonly #note: string;
  readonly #log: Logger;
  #next_offset: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #underway: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  /** `note`: left with each of them. */
  constructor(partition: AssignedPartition, note: string, log: Logger) {
    this.#partition = partition;
    this.#note = note;
    this.#log = log;
  }

  /** All before `next_offset` has been read: that is committed within a second. Throws what made a former commit impossible; a lost partition does not. */
  reached(next_offset: number): void {
    if (this.#failure) throw this.#failure;
    this.#next_offset = next_offset;
    this.#timer ??= setTimeout(() => this.#begin(), every_ms);
  }

  /** Commits what is left. Resolves when nothing is under way, at once where the partition is lost. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#begin();
    await this.#underway;
  }

  #begin(): void {
    this.#timer = undefined;
    this.#underway = this.#underway
      .then(() => this.#commit())
      .catch((error: unknown) => {
        if (!isPartitionLost(error))
          this.#failure = error instanceof Error ? error : new Error(String(error));
      });
  }

  async #commit(): Promise<void> {
    const next_offset = this.#next_offset;
    this.#next_offset = undefined;
    if (next_offset !== undefined) await commitUntilLost(this.#partition, next_offset, this.#note, this.#log);
  }
}
