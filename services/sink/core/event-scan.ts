// One message → where its fields lie, in place: nothing is decoded into objects, bytes go from the message straight into columns.
//
// It accepts what is certainly good and says `unsure` to the rest: texts longer in bytes than allowed in characters, zero characters, amounts it would
// have to think about, types that require properties. Those few are judged by the contract's own rules (event-reader.ts): generated events show it.
import { isCurrency, minorDigits } from '@revloop/schemas/currency.ts';
import { ahead_ms_max, occurred_at_min } from '@revloop/schemas/rules.ts';
import { readLong, type Cursor } from './avro-skip.ts';
import { slotOf, steps, textNames, type EventPlan, type Step } from './event-plan.ts';
import { time_max, time_min } from './time.ts';

export type Scanned = 'good' | 'unsure' | 'malformed';

const currencySlot = slotOf('currency');
const utf8 = new TextDecoder('utf-8', { fatal: true });
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Decimals of a currency by its three letters as one number; -1 where there is no such currency. */
const digitsByCode = new Map<number, number>();
const digitsOf = (bytes: Uint8Array, at: number): number => {
  const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  const code = (a << 16) | (b << 8) | c;
  let digits = digitsByCode.get(code);
  if (digits === undefined) {
    const text = String.fromCharCode(a, b, c);
    digits = isCurrency(text) ? minorDigits(text) : -1;
    digitsByCode.set(code, digits);
  }
  return digits;
};

const properties_kept_max = 64;
const amount_limit = 10n ** 18n;

/** Used again for every message: what it says of one holds until the next `read`. */
export class EventScan implements Cursor {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  at = 0;
  end = 0;
  /** Where each text of `textNames` begins and ends; both 0 where it is absent. */
  readonly starts = new Int32Array(textNames.length);
  readonly ends = new Int32Array(textNames.length);
  occurred_at = 0;
  received_at = 0;
  hasAmount = false;
  /** The amount in 1/10,000 as a 64-bit whole number in two words. */
  amount_low = 0;
  amount_high = 0;
  properties = 0;
  /** Four numbers a property: where name and value begin and end. */
  readonly propertyBounds = new Int32Array(4 * properties_kept_max);
  #unsure = false;

  /** Reads the message from `start` to `end` of `bytes`: wire header (5 bytes), then the record that `plan` describes. */
  read(bytes: Uint8Array, start: number, end: number, plan: EventPlan): Scanned {
    this.bytes = bytes;
    this.start = start;
    this.at = start + 5;
    this.end = end;
    this.starts.fill(0);
    this.ends.fill(0);
    this.hasAmount = false;
    this.properties = 0;
    this.#unsure = plan.isUnsure;
    const list = plan.steps;
    for (let index = 0; index < list.length && this.at >= 0; index += 1)
      this.#step(list[index] as Step, plan);
    if (this.at !== this.end) return 'malformed';
    return this.#unsure || !this.#isAllowed(plan) ? 'unsure' : 'good';
  }

  #step(step: Step, plan: EventPlan): void {
    switch (step.kind) {
      case steps.text:
        return this.#text(step);
      case steps.nullableText:
        return this.#branch() ? this.#text(step) : undefined;
      case steps.occurredAt:
        this.occurred_at = readLong(this);
        return;
      case steps.receivedAt:
        this.received_at = readLong(this);
        return;
      case steps.amount:
        return this.#amount();
      case steps.nullableAmount:
        return this.#branch() ? this.#amount() : undefined;
      case steps.properties:
        return this.#properties(plan);
      case steps.skip:
        return step.skip(this);
    }
  }

  /** True for the second branch of a union with null. */
  #branch(): boolean {
    const branch = this.at < this.end ? (this.bytes[this.at] as number) : 1;
    this.at = branch === 0 || branch === 2 ? this.at + 1 : -1;
    return branch === 2;
  }

  /** Length in bytes of what follows, -1 where that is not there. */
  #length(): number {
    const first = this.at < this.end ? (this.bytes[this.at] as number) : 1;
    let length: number;
    if (first < 0x80 && (first & 1) === 0) {
      this.at += 1;
      length = first >> 1;
    } else length = readLong(this);
    if (this.at < 0 || !(length >= 0) || this.at + length > this.end) {
      this.at = -1;
      return -1;
    }
    return length;
  }

  #text({ index, length_min, length_max }: Step): void {
    const length = this.#length();
    if (length < 0) return;
    const start = this.at;
    const end = start + length;
    if (length < length_min || length > length_max) this.#unsure = true;
    this.#check(start, end, 1);
    this.starts[index] = start;
    this.ends[index] = end;
    this.at = end;
  }

  /** Bytes below `lowest` make unsure; others than ASCII must be UTF-8. */
  #check(start: number, end: number, lowest: number): void {
    const { bytes } = this;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) {
        if (!isUtf8(bytes.subarray(start, end))) this.#unsure = true;
        return;
      }
      if (byte < lowest) this.#unsure = true;
    }
  }

  #amount(): void {
    const length = this.#length();
    if (length < 0) return;
    let at = this.at;
    this.at += length;
    if (length > 8) {
      this.#unsure = true;
      return;
    }
    let low = length > 0 && (this.bytes[at] as number) >= 0x80 ? -1 : 0;
    let high = low;
    for (; at < this.at; at += 1) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | (this.bytes[at] as number);
    }
    this.hasAmount = true;
    this.amount_low = low >>> 0;
    this.amount_high = high | 0;
  }

  #properties({ properties_max, property_bytes_max, property_name_bytes_max }: EventPlan): void {
    for (;;) {
      let count = readLong(this);
      if (this.at < 0 || count === 0) return;
      if (count < 0) {
        count = -count;
        readLong(this);
      }
      // Each has two lengths, of a byte at least.
      if (this.at < 0 || count * 2 > this.end - this.at) {
        this.at = -1;
        return;
      }
      for (let one = 0; one < count && this.at >= 0; one += 1) {
        const nameEnd = this.#property(property_name_bytes_max, 0);
        if (nameEnd >= 0) this.#property(property_bytes_max, 2);
        if (this.properties < properties_max && this.properties < properties_kept_max) this.properties += 1;
        else this.#unsure = true;
      }
    }
  }

  #property(length_max: number, side: 0 | 2): number {
    const length = this.#length();
    if (length < 0) return -1;
    const start = this.at;
    const end = start + length;
    if (length > length_max) this.#unsure = true;
    this.#check(start, end, 0);
    if (this.properties < properties_kept_max) {
      this.propertyBounds[4 * this.properties + side] = start;
      this.propertyBounds[4 * this.properties + side + 1] = end;
    }
    this.at = end;
    return end;
  }

  #isAllowed({ requires }: EventPlan): boolean {
    const { occurred_at, received_at } = this;
    if (!(occurred_at >= occurred_at_min && occurred_at <= received_at + ahead_ms_max)) return false;
    if (!(received_at >= time_min && received_at < time_max)) return false;
    if (
      !requires.every((group) =>
        group.some((slot) => (this.ends[slot] as number) > (this.starts[slot] as number)),
      )
    )
      return false;
    return this.#isMoneyAllowed() && !this.#hasRepeatedProperty();
  }

  #isMoneyAllowed(): boolean {
    const start = this.starts[currencySlot] as number;
    const length = (this.ends[currencySlot] as number) - start;
    if (!this.hasAmount) return length === 0;
    const digits = length === 3 ? digitsOf(this.bytes, start) : -1;
    if (digits < 0) return false;
    const value = this.amount_high * 0x1_0000_0000 + this.amount_low;
    const step = 10 ** (4 - digits);
    if (Number.isSafeInteger(value)) return value % step === 0;
    const exact = (BigInt(this.amount_high) << 32n) | BigInt(this.amount_low);
    return exact % BigInt(step) === 0n && exact < amount_limit && exact > -amount_limit;
  }

  /** Avro maps may name a property twice; the last counts, which resolution knows how to do. */
  #hasRepeatedProperty(): boolean {
    for (let one = 1; one < this.properties; one += 1)
      for (let other = 0; other < one; other += 1) if (this.compareNames(one, other) === 0) return true;
    return false;
  }

  /** Order of two properties' names by their bytes: negative, zero or positive. */
  compareNames(one: number, other: number): number {
    const { bytes, propertyBounds: bounds } = this;
    const [start, otherStart] = [bounds[4 * one] as number, bounds[4 * other] as number];
    const length = (bounds[4 * one + 1] as number) - start;
    const otherLength = (bounds[4 * other + 1] as number) - otherStart;
    for (let at = 0; at < length && at < otherLength; at += 1) {
      const difference = (bytes[start + at] as number) - (bytes[otherStart + at] as number);
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }
}
