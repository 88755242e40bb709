// Which accounts are ours to judge: those whose name, as a message's key, falls to a partition of funnel.sla that this instance holds.

/** Every instance knows every account; each account is judged by one. */
export class Ownership {
  readonly #held = new Set<number>();
  readonly #partitionOf: (key: string) => number;

  /** `partitionOf`: of a message's key. */
  constructor(partitionOf: (key: string) => number) {
    this.#partitionOf = partitionOf;
  }

  get partitions(): number {
    return this.#held.size;
  }

  /** `key`: an account as the watch names it. */
  owns(key: string): boolean {
    return this.#held.has(this.#partitionOf(key));
  }

  isOf(partition: number, key: string): boolean {
    return this.#partitionOf(key) === partition;
  }

  take(partition: number): void {
    this.#held.add(partition);
  }

  lose(partition: number): void {
    this.#held.delete(partition);
  }
}
