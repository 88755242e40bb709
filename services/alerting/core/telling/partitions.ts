// The partitions whose facts are ours to tell, and whether each has been read up to where its log ended when it became ours.

interface Held {
  isRead: boolean;
  readonly since: (channel_id: string) => number;
}

export class Partitions {
  readonly #held = new Map<number, Held>();

  begin(partition: number, since: (channel_id: string) => number): void {
    this.#held.set(partition, { isRead: false, since });
  }

  end(partition: number): void {
    this.#held.delete(partition);
  }

  setRead(partition: number): void {
    const held = this.#held.get(partition);
    if (held) held.isRead = true;
  }

  isRead(partition: number): boolean {
    return this.#held.get(partition)?.isRead ?? false;
  }

  /** While one is being read back nothing is told: a digest covers facts of several. */
  get areAllRead(): boolean {
    return [...this.#held.values()].every(({ isRead }) => isRead);
  }

  /** What was derived before on a channel is history there. */
  since(channel_id: string, partition: number): number {
    return this.#held.get(partition)?.since(channel_id) ?? 0;
  }
}
