// One batch of messages → rows, dead letters and repetitions, and which of its rows have to be looked up before that is final.
import type { Refusal } from '@revloop/schemas/rules.ts';
import { decide, type Claim, type Verdict } from './decide.ts';
import { EventColumns } from './event-columns.ts';
import { EventHasher } from './event-hash.ts';
import { slotOf } from './event-plan.ts';
import { idOf, isRefusal, type EventReader } from './event-reader.ts';
import { EventScan } from './event-scan.ts';
import { KeyTable } from './key-table.ts';

/** A message as it was read. */
export interface Message {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Messages in order, as they lie in memory: `seek` moves `bytes`, `start`, `end` (-1 without a value) and `offset` to one of them. */
export interface Messages {
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  seek(index: number): void;
  at(index: number): Message;
}

const none: Messages = {
  ...{ length: 0, bytes: new Uint8Array(0), start: -1, end: -1, offset: 0 },
  seek: () => undefined,
  at: () => ({ offset: 0, key: null, value: null }),
};

export interface DeadLetter {
  readonly message: Message;
  readonly code: string;
  readonly reason: string;
  readonly event_id: string;
  readonly source: string;
}

/** What the sink knows when it reads. */
export interface Knowledge {
  /** Readers by schema id; an id without one is unknown to the registry. */
  readonly readers: ReadonlyMap<number, EventReader>;
  /** Adds a key to what is claimed; true where it may have been. */
  readonly mayBeClaimed: (low: number, high: number) => boolean;
  /** Whether a person was erased after this was received; undefined where nobody ever was. */
  readonly isErased: IsErased | undefined;
}

export type IsErased = (kind: 'contact' | 'visitor', id: Uint8Array, received_at: number) => boolean;

const [contactSlot, visitorSlot] = [slotOf('contact_id'), slotOf('anonymous_id')];

/** Reads one batch after the other; what it holds is valid until the next `read`. */
export class EventBatch {
  readonly columns = new EventColumns();
  readonly keys = new KeyTable();
  readonly #scan = new EventScan();
  readonly #hasher = new EventHasher();
  /** Four words a row: event key and content key. */
  #words = new Uint32Array(4 * 1024);
  #rowMessages = new Uint32Array(1024);
  #messages: Messages = none;
  #leftOut = new Map<number, Verdict>();
  #candidates: number[] = [];
  #refused: DeadLetter[] = [];
  #erased = new Set<number>();
  #noted = 0;
  #newest_received_at: number | undefined;

  /** Rows whose event may be claimed already, or comes twice in this batch. */
  get candidates(): readonly number[] {
    return this.#candidates;
  }

  /** Offsets of events of people who were erased. */
  get erased(): readonly number[] {
    return [...this.#erased].map((index) => this.#offset(index));
  }

  get deadLetters(): readonly DeadLetter[] {
    return this.#refused;
  }

  /** Offsets of events that are stored already. */
  get repeated(): readonly number[] {
    return [...this.#leftOut]
      .filter(([, { outcome }]) => outcome === 'repeated')
      .map(([index]) => this.#offset(index));
  }

  /** When the newest event that is to be stored was received, UTC milliseconds. */
  get newest_received_at(): number | undefined {
    return this.#newest_received_at;
  }

  /** What became of the message at an index: stored, repeated, erased, or the code it was refused with. */
  outcomeAt(index: number): string {
    if (this.#erased.has(index)) return 'erased';
    const offset = this.#offset(index);
    const refused = this.#refused.find(({ message }) => message.offset === offset);
    return refused?.code ?? this.#leftOut.get(index)?.outcome ?? 'stored';
  }

  /** Dead letters of rows that could not be stored, by offset with the reason. */
  refuse(
    code: string,
    reasons: ReadonlyMap<number, string>,
    { readers }: Pick<Knowledge, 'readers'>,
  ): readonly DeadLetter[] {
    return this.#indexes().flatMap((index) => {
      const reason = reasons.get(this.#offset(index));
      return reason === undefined ? [] : [this.#letter(index, { code, message: reason }, readers)];
    });
  }

  /** Event keys of the rows at these offsets. */
  eventKeysAt(offsets: ReadonlySet<number>): readonly bigint[] {
    return Array.from({ length: this.#noted }, (_, row) => row)
      .filter((row) => offsets.has(this.#offset(this.#rowMessages[row] as number)))
      .map((row) => this.eventKeyOf(row));
  }

  eventKeyOf(row: number): bigint {
    return (BigInt(this.#words[4 * row + 1] as number) << 32n) | BigInt(this.#words[4 * row] as number);
  }

  keyWordsOf(row: number): readonly [low: number, high: number] {
    return [this.#words[4 * row] as number, this.#words[4 * row + 1] as number];
  }

  read(messages: Messages, knowledge: Knowledge): void {
    this.#messages = messages;
    this.#leftOut = new Map();
    this.#candidates = [];
    this.#noted = 0;
    this.keys.reset(messages.length);
    this.#build(knowledge, true);
  }

  /** Looked up: `claims` by event key. Candidates that are no rows after all leave, in favour of what stands. */
  settle(
    claims: ReadonlyMap<bigint, Claim>,
    place: { topic: string; partition: number },
    knowledge: Knowledge,
  ): void {
    for (const row of this.#candidates) {
      const index = this.#rowMessages[row] as number;
      const claim = claims.get(this.eventKeyOf(row));
      const verdict = decide(
        { ...place, offset: this.#offset(index), content_key: this.contentKeyOf(row) },
        claim ?? this.#firstInBatch(row, place),
      );
      if (verdict.outcome !== 'stored') this.#leftOut.set(index, verdict);
    }
    if (this.#leftOut.size > 0) this.#build(knowledge, false);
  }

  /** Columns of those rows only whose offset `keep` accepts; `whole` brings the others back. */
  narrow(keep: (offset: number) => boolean, knowledge: Knowledge): void {
    this.#build(knowledge, false, keep);
  }

  whole(knowledge: Knowledge): void {
    this.#build(knowledge, false);
  }

  #firstInBatch(row: number, place: { topic: string; partition: number }): Claim | undefined {
    const [low, high] = this.keyWordsOf(row);
    const first = this.keys.add(low, high, row);
    if (first < 0 || first === row) return undefined;
    return {
      ...place,
      offset: this.#offset(this.#rowMessages[first] as number),
      content_key: this.contentKeyOf(first),
    };
  }

  #build(knowledge: Knowledge, isFirst: boolean, keep?: (offset: number) => boolean): void {
    this.columns.clear();
    this.#refused = [];
    this.#erased = new Set();
    this.#newest_received_at = undefined;
    let row = 0;
    for (let index = 0; index < this.#messages.length; index += 1) {
      const verdict = isFirst ? undefined : this.#leftOut.get(index);
      if (verdict) this.#leave(index, verdict, knowledge);
      else if (keep && !keep(this.#offset(index))) continue;
      else if (this.#append(index, knowledge) && isFirst) this.#note(row++, index, knowledge);
    }
  }

  /** True where the message became a row. */
  #append(index: number, { readers, isErased }: Knowledge): boolean {
    this.#messages.seek(index);
    const { bytes, start, end, offset } = this.#messages;
    const id = idOf(bytes, start, end);
    const reader = typeof id === 'number' ? readers.get(id) : undefined;
    const read =
      typeof id !== 'number' ? id : reader ? reader.read(bytes, start, end, this.#scan) : unknownSchema(id);
    if (isRefusal(read)) {
      this.#refused.push(this.#letter(index, read, readers));
      return false;
    }
    if (isErased && this.#isOfErased(isErased)) {
      this.#erased.add(index);
      return false;
    }
    this.#hasher.hash(this.#scan, read);
    this.columns.append(this.#scan, read, this.#hasher, offset);
    this.#newest_received_at = Math.max(this.#newest_received_at ?? 0, this.#scan.received_at);
    return true;
  }

  #isOfErased(isErased: IsErased): boolean {
    const { bytes, starts, ends, received_at } = this.#scan;
    const of = (kind: 'contact' | 'visitor', slot: number): boolean =>
      starts[slot] !== ends[slot] && isErased(kind, bytes.subarray(starts[slot], ends[slot]), received_at);
    return of('contact', contactSlot) || of('visitor', visitorSlot);
  }

  /** Remembers the row's keys; whether it is a candidate. */
  #note(row: number, index: number, { mayBeClaimed }: Knowledge): void {
    if (4 * row + 4 > this.#words.length) this.#grow();
    const { event_low, event_high, content_low, content_high } = this.#hasher;
    this.#words[4 * row] = event_low;
    this.#words[4 * row + 1] = event_high;
    this.#words[4 * row + 2] = content_low;
    this.#words[4 * row + 3] = content_high;
    this.#rowMessages[row] = index;
    this.#noted = row + 1;
    const repeats = this.keys.add(event_low, event_high, row) >= 0;
    if (mayBeClaimed(event_low, event_high) || repeats) this.#candidates.push(row);
  }

  #leave(index: number, { outcome, reason }: Verdict, { readers }: Knowledge): void {
    if (outcome === 'conflicting_duplicate')
      this.#refused.push(this.#letter(index, { code: outcome, message: reason ?? '' }, readers));
  }

  #letter(index: number, { code, message: reason }: Refusal, readers: Knowledge['readers']): DeadLetter {
    const message = this.#messages.at(index);
    const { value } = message;
    const id = value ? idOf(value, 0, value.length) : undefined;
    const reader = typeof id === 'number' ? readers.get(id) : undefined;
    const who = reader && value ? reader.identify(value) : { event_id: '', source: '' };
    return { message, code, reason, ...who };
  }

  #offset(index: number): number {
    this.#messages.seek(index);
    return this.#messages.offset;
  }

  #indexes(): readonly number[] {
    return Array.from({ length: this.#messages.length }, (_, index) => index);
  }

  contentKeyOf(row: number): bigint {
    return (BigInt(this.#words[4 * row + 3] as number) << 32n) | BigInt(this.#words[4 * row + 2] as number);
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    const rowMessages = new Uint32Array(this.#rowMessages.length * 2);
    rowMessages.set(this.#rowMessages);
    this.#rowMessages = rowMessages;
  }
}

const unknownSchema = (id: number): Refusal => ({
  code: 'unknown_schema_id',
  message: `the registry knows no schema ${id}`,
});
