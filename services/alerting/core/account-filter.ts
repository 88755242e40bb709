// Of which accounts may something be stored? Never a false no; a false yes for one account in sixteen. So ClickHouse is not asked for every account that is new.
import { hash } from 'node:crypto';

/** Bits per stored account: one of sixteen is taken, so one new account in sixteen is asked for in vain. */
const bits_per_account = 16;
const slots_min = 2 ** 20;
/** 256 MB of memory. */
const slots_max = 2 ** 31;

/** How many slots a filter of so many accounts has: a power of two. */
export const slotsOf = (accounts: number): number =>
  Math.min(slots_max, Math.max(slots_min, 2 ** Math.ceil(Math.log2(accounts * bits_per_account + 1))));

export class AccountFilter {
  readonly slots: number;
  readonly #bits: Uint8Array;

  constructor(slots = slots_min) {
    this.slots = slots;
    this.#bits = new Uint8Array(slots / 8);
  }

  /** `slot`: as `halfMD5` of ClickHouse gives it for the account, modulo `slots`. */
  addSlot(slot: number): void {
    this.#bits[slot >>> 3] = (this.#bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  add(account_id: string): void {
    this.addSlot(this.#slotOf(account_id));
  }

  mayHave(account_id: string): boolean {
    const slot = this.#slotOf(account_id);
    return ((this.#bits[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
  }

  /** The first eight bytes of the MD5, of which the lowest bits are the slot. */
  #slotOf(account_id: string): number {
    return (hash('md5', account_id, 'buffer').readUInt32BE(4) & (this.slots - 1)) >>> 0;
  }
}
