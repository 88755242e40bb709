// Columns of ClickHouse's Native format, filled row by row, kept and used again batch after batch.
// Format: https://clickhouse.com/docs/interfaces/formats/Native. A block is: number of columns, number of rows (both as LEB128), then for each column its
// name, its type (both with their lengths before them) and its values.

/** Something that can be a column of a block. */
export interface Column {
  /** Values of all rows, in the format's bytes; valid until the next change. */
  bytes(): readonly Uint8Array[];
  /** Forgets all rows. */
  clear(): void;
}

const grown = (bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
  larger.set(bytes);
  return larger;
};

/** `set` costs about as much as copying 48 bytes one by one. */
const short_bytes = 48;

/** Texts or any bytes: `String`. */
export class StringColumn implements Column {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;

  /** Appends bytes `start` to `end` of `source`. */
  append(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    let at = this.#length;
    if (at + length + 5 > this.#bytes.length) this.#bytes = grown(this.#bytes, at + length + 5);
    const bytes = this.#bytes;
    let rest = length;
    while (rest >= 0x80) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    if (length <= short_bytes)
      for (let from = start; from < end; from += 1) bytes[at++] = source[from] as number;
    else {
      bytes.set(source.subarray(start, end), at);
      at += length;
    }
    this.#length = at;
  }

  appendEmpty(): void {
    if (this.#length === this.#bytes.length) this.#bytes = grown(this.#bytes, this.#length + 1);
    this.#bytes[this.#length++] = 0;
  }

  appendText(text: string): void {
    const source = Buffer.from(text);
    this.append(source, 0, source.length);
  }

  bytes(): readonly Uint8Array[] {
    return [this.#bytes.subarray(0, this.#length)];
  }

  clear(): void {
    this.#length = 0;
  }
}

/** Whole numbers of 8 bytes: `UInt64`, `Int64`, `DateTime64`, `Decimal(18, S)`. */
export class Int64Column implements Column {
  #words = new Uint32Array(2 * 4096);
  #length = 0;

  /** Appends a whole number within ±2^53. */
  append(value: number): void {
    const low = value >>> 0;
    this.appendWords(low, (value - low) / 0x1_0000_0000);
  }

  appendBigInt(value: bigint): void {
    this.appendWords(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
  }

  appendWords(low: number, high: number): void {
    if (this.#length + 2 > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#length++] = low;
    this.#words[this.#length++] = high;
  }

  bytes(): readonly Uint8Array[] {
    return [new Uint8Array(this.#words.buffer, 0, this.#length * 4)];
  }

  clear(): void {
    this.#length = 0;
  }
}

/** Whole numbers of one byte: `UInt8`, the null map of a `Nullable`. */
export class UInt8Column implements Column {
  #bytes = new Uint8Array(4096);
  #length = 0;

  append(value: number): void {
    if (this.#length === this.#bytes.length) this.#bytes = grown(this.#bytes, this.#length + 1);
    this.#bytes[this.#length++] = value;
  }

  bytes(): readonly Uint8Array[] {
    return [this.#bytes.subarray(0, this.#length)];
  }

  clear(): void {
    this.#length = 0;
  }
}

/** A column made of others that stand one after the other: `Nullable`, `Map`. */
export const joined = (...parts: readonly Column[]): Column => ({
  bytes: () => parts.flatMap((part) => part.bytes()),
  clear: () => {
    for (const part of parts) part.clear();
  },
});
