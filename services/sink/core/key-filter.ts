// Which event keys may have been claimed: "no" is certain, "yes" has to be looked up. A fixed size; the fuller, the more look-ups, never a wrong "no".
// A split block Bloom filter: eight bits of one block of 32 bytes stand for a key, so a question touches one cache line.
// Blocks and salts as in https://github.com/apache/parquet-format/blob/master/BloomFilter.md

const salts = [
  0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
] as const;

/** At 10 bits a key about one unknown key in a hundred is taken for known. */
export class KeyFilter {
  readonly #words: Uint32Array;
  readonly #blocks: number;

  /** `bytes`: memory it takes, from 32 on. */
  constructor(bytes: number) {
    this.#blocks = Math.max(1, Math.floor(bytes / 32));
    this.#words = new Uint32Array(this.#blocks * 8);
  }

  /** Adds a key (two 32-bit words). True where it may have been there. */
  add(low: number, high: number): boolean {
    // The high word chooses the block, the low one the bits in it.
    const block = Math.floor(((high >>> 0) / 0x1_0000_0000) * this.#blocks) * 8;
    let known = true;
    for (let index = 0; index < 8; index += 1) {
      const bit = 1 << (Math.imul(low, salts[index] as number) >>> 27);
      const word = this.#words[block + index] as number;
      if ((word & bit) === 0) {
        known = false;
        this.#words[block + index] = word | bit;
      }
    }
    return known;
  }
}
