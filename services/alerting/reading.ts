// How far the topics have been read: who takes over a partition waits until all that was written before is known.
import type { TopicEnd } from '@revloop/infra/kafka/topic-ends.ts';
import type { Positions } from './stored.ts';

interface Waiting {
  readonly ends: readonly TopicEnd[];
  readonly resolve: () => void;
}

export class Reading {
  readonly #next = new Map<string, bigint>();
  #waiting: Waiting[] = [];

  constructor(positions: Positions) {
    for (const [topic, starts] of positions)
      for (const [partition, offset] of starts) this.#next.set(`${topic}/${partition}`, offset);
  }

  /** The next offset to read. */
  next(topic: string, partition: number): bigint {
    return this.#next.get(`${topic}/${partition}`) ?? 0n;
  }

  /** All before `offset` has been taken in. */
  advance(topic: string, partition: number, offset: bigint): void {
    if (offset <= this.next(topic, partition)) return;
    this.#next.set(`${topic}/${partition}`, offset);
    const [reached, waiting] = [this.#waiting.filter((one) => this.#has(one)), this.#waiting];
    if (reached.length === 0) return;
    this.#waiting = waiting.filter((one) => !reached.includes(one));
    for (const { resolve } of reached) resolve();
  }

  /** Resolves when everything before these ends has been taken in, or the signal is aborted. */
  reach(ends: readonly TopicEnd[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = { ends, resolve };
      if (signal.aborted || this.#has(waiting)) return resolve();
      this.#waiting.push(waiting);
      signal.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        resolve();
      });
    });
  }

  /** What retention took was never to be read. */
  #has({ ends }: Waiting): boolean {
    return ends.every(
      ({ topic, partition, start, end }) => start >= end || this.next(topic, partition) >= BigInt(end),
    );
  }
}
