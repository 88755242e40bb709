// funnel.sla → what there is to tell: reads the facts of each partition that is ours, from the past on, and wakes the channels. It waits for none of them.
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import { commitUntilLost } from '@revloop/infra/kafka/commit-until-lost.ts';
import type { MessageList } from '@revloop/infra/kafka/message-list.ts';
import { PacedCommits } from '@revloop/infra/kafka/paced-commits.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Deliveries } from './core/telling/deliveries.ts';
import type { Written } from './core/telling/delivery.ts';
import { sinceOf, writeSince, type Since } from './core/telling/since-note.ts';
import type { Recall } from './recall.ts';
import type { FactWriter } from './write-facts.ts';

const chunk_limits = { messages_max: 10_000, bytes_max: 8_000_000 };

export interface NotifierParts {
  readonly deliveries: Deliveries;
  readonly codec: Codec;
  readonly recall: Recall;
  readonly writer: FactWriter;
  readonly channel_ids: readonly string[];
  readonly age_ms_max: number;
  /** How far back the log is read, at a time in UTC milliseconds. */
  readonly look_back_ms: (now: number) => number;
  /** There may be something new to tell. */
  readonly wake: () => void;
  readonly log: Logger;
}

interface Read {
  readonly fact: SlaFact;
  readonly key: Buffer | null;
}

/** Key in the topic of what is stored: facts lie by their account, else by their contact. */
const keyOf = ({ account_id, contact_id }: SlaFact): Buffer => Buffer.from(account_id || contact_id);

export class Notifier {
  readonly #parts: NotifierParts;
  readonly #since = new Map<number, Since>();

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** What was derived before on a channel is history there, by the partition that knows it for the shortest time; UTC milliseconds. */
  since(channel_id: string): number {
    return Math.max(0, ...[...this.#since.values()].map((since) => since.get(channel_id) ?? 0));
  }

  /** Reads a partition until it is lost. Nothing is told before it was read up to the end that its log has now: what was told is then known. */
  async read(partition: AssignedPartition): Promise<void> {
    const { deliveries, channel_ids, age_ms_max, look_back_ms } = this.#parts;
    const now = Date.now();
    const from_ms = now - look_back_ms(now);
    const since = sinceOf(partition.committed.note, channel_ids, now - age_ms_max);
    const note = writeSince(since);
    const { from, end } = await partition.rewind(from_ms);
    this.#since.set(partition.partition, since);
    deliveries.begin(partition.partition, (channel_id) => since.get(channel_id) ?? now);
    const commits = new PacedCommits(partition, note, this.#parts.log);
    try {
      for (const fact of await this.#parts.recall.snoozed(partition.partition, now))
        deliveries.take(partition.partition, fact, keyOf(fact), now);
      let isRead = from >= end;
      if (isRead) await this.#ready(partition, end, note);
      for (;;) {
        const chunk = await partition.read(chunk_limits);
        await this.#take(partition.partition, chunk.messages, from_ms);
        if (!isRead && chunk.to + 1 >= end) {
          isRead = true;
          await this.#ready(partition, chunk.to + 1, note);
        } else if (isRead) commits.reached(chunk.to + 1);
        this.#parts.wake();
      }
    } finally {
      deliveries.end(partition.partition);
      this.#since.delete(partition.partition);
      await commits.end();
    }
  }

  async #ready(partition: AssignedPartition, next_offset: number, note: string): Promise<void> {
    const { deliveries, writer, wake, log } = this.#parts;
    await writer.write(deliveries.ready(partition.partition, Date.now()));
    wake();
    log.info({ partition: partition.partition, clocks: deliveries.clockCount }, 'known what was told before');
    // The offset is for those who watch the group; the note, since when each channel is there, is what the next process needs.
    await commitUntilLost(partition, next_offset, note, log);
  }

  async #take(partition: number, messages: MessageList, from_ms: number): Promise<void> {
    const { deliveries, recall, writer, log } = this.#parts;
    const read = await retry('facts', () => this.#decode(messages), log);
    const told = await recall.of(
      read.map(({ fact }) => fact),
      deliveries.hasForgotten ? Infinity : from_ms,
      (fact) => deliveries.knows(fact),
    );
    const written: Written[] = [];
    for (const { fact, key } of read) {
      if (!deliveries.knows(fact))
        for (const one of told.get(fact.handoff_id) ?? [])
          written.push(...deliveries.take(partition, one, key, Date.now()));
      written.push(...deliveries.take(partition, fact, key, Date.now()));
    }
    await writer.write(written);
  }

  async #decode(messages: MessageList): Promise<readonly Read[]> {
    const facts: Read[] = [];
    for (let index = 0; index < messages.length; index += 1) {
      const { key, value } = messages.at(index);
      const decoded = await this.#parts.codec.decode(value);
      // What cannot be read is the sink's to put among the dead letters. A key is kept for as long as its clock: not the fetch it came in.
      if (decoded.ok && 'fact_id' in decoded.value)
        facts.push({ fact: decoded.value as SlaFact, key: key && Buffer.from(key) });
    }
    return facts;
  }
}
