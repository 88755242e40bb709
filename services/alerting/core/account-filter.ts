// Of which accounts may something be stored? Never a false no; a false yes for one account in sixteen. So ClickHouse is not asked for every account that is new.

/** Bits per stored account: one of sixteen is taken, so one new account in sixteen is asked for in vain. */
const bits_per_account = 16;
const slots_min = 2 ** 20;
/** 256 MB of memory. */
const slots_max = 2 ** 31;

/** How many slots a filter of so many accounts has: a power of two. */
export const slotsOf = (accounts: number): number =>
  Math.min(slots_max, Math.max(slots_min, 2 ** Math.ceil(Math.log2(accounts * bits_per_account + 1))));

/** 31 bits of an account's id, the same as ClickHouse computes: Kafka's murmur2. */
export type HashOf = (account_id: string) => number;

export class AccountFilter {
  readonly slots: number;
  readonly #hashOf: HashOf;
  readonly #bits: Uint8Array;

  constructor(hashOf: HashOf, slots = slots_min) {
    this.slots = slots;
    this.#hashOf = hashOf;
    this.#bits = new Uint8Array(slots / 8);
  }

  /** `slot`: the account's hash modulo `slots`. */
  addSlot(slot: number): void {
    this.#bits[slot >>> 3] = (this.#bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  add(account_id: string): void {
    this.addSlot(this.#hashOf(account_id) % this.slots);
  }

  mayHave(account_id: string): boolean {
    const slot = this.#hashOf(account_id) % this.slots;
    return ((this.#bits[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
  }
}
