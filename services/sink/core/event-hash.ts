// The two keys of a scanned event, over its bytes as they lie in the message (see schemas/event-key.ts and sql/content-key.sql).
import { hash64 } from '@revloop/schemas/event-key.ts';
import { slotOf, type EventPlan } from './event-plan.ts';
import type { EventScan } from './event-scan.ts';

/** Order in which texts enter the content key. */
const contentSlots = (
  [
    'account_id',
    'contact_id',
    'anonymous_id',
    'owner_id',
    'channel',
    'campaign_id',
    'content_id',
    'opportunity_id',
    'reason',
    'currency',
  ] as const
).map(slotOf);
const [idSlot, sourceSlot] = [slotOf('event_id'), slotOf('source')];

/** Hashes one scanned event after the other. Keys come as two 32-bit words. */
export class EventHasher {
  #scratch = new Uint8Array(64 * 1024);
  #views: (Uint8Array | undefined)[] = [];
  readonly #order = new Uint8Array(64);
  #at = 0;
  readonly #word = new BigUint64Array(1);
  readonly #words = new Uint32Array(this.#word.buffer);
  event_low = 0;
  event_high = 0;
  content_low = 0;
  content_high = 0;

  hash(scan: EventScan, plan: EventPlan): void {
    // The longest message, with separators, fits: texts and properties are bounded by what `scan` accepts.
    this.#reserve((scan.end - scan.start) * 2 + 4_096);
    this.#at = 0;
    this.#text(scan.bytes, scan.starts[sourceSlot] as number, scan.ends[sourceSlot] as number);
    this.#copy(scan.bytes, scan.starts[idSlot] as number, scan.ends[idSlot] as number);
    this.#digest();
    this.event_low = this.#words[0] as number;
    this.event_high = this.#words[1] as number;
    this.#content(scan, plan);
    this.content_low = this.#words[0] as number;
    this.content_high = this.#words[1] as number;
  }

  #content(scan: EventScan, plan: EventPlan): void {
    const { bytes } = scan;
    this.#at = 0;
    this.#text(plan.type_bytes, 0, plan.type_bytes.length);
    const low = scan.occurred_at >>> 0;
    this.#words64(low, (scan.occurred_at - low) / 0x1_0000_0000);
    for (const slot of contentSlots)
      this.#text(bytes, scan.starts[slot] as number, scan.ends[slot] as number);
    this.#scratch[this.#at++] = scan.hasAmount ? 1 : 0;
    if (scan.hasAmount) this.#words64(scan.amount_low, scan.amount_high);
    else this.#words64(0, 0);
    if (scan.properties > 0) this.#properties(scan);
    this.#digest();
  }

  /** Sorted by name: the order in which an emitter lists them says nothing. */
  #properties(scan: EventScan): void {
    const { bytes, properties, propertyBounds: bounds } = scan;
    const order = this.#order;
    for (let one = 0; one < properties; one += 1) {
      let at = one;
      while (at > 0 && scan.compareNames(order[at - 1] as number, one) > 0) {
        order[at] = order[at - 1] as number;
        at -= 1;
      }
      order[at] = one;
    }
    for (let at = 0; at < properties; at += 1) {
      const bound = 4 * (order[at] as number);
      this.#text(bytes, bounds[bound] as number, bounds[bound + 1] as number);
      this.#text(bytes, bounds[bound + 2] as number, bounds[bound + 3] as number);
    }
  }

  /** The bytes and a zero, which no text holds. */
  #text(source: Uint8Array, start: number, end: number): void {
    this.#copy(source, start, end);
    this.#scratch[this.#at++] = 0;
  }

  #copy(source: Uint8Array, start: number, end: number): void {
    const scratch = this.#scratch;
    let at = this.#at;
    for (let from = start; from < end; from += 1) scratch[at++] = source[from] as number;
    this.#at = at;
  }

  #words64(low: number, high: number): void {
    const scratch = this.#scratch;
    let at = this.#at;
    for (let shift = 0; shift < 32; shift += 8) scratch[at++] = low >>> shift;
    for (let shift = 0; shift < 32; shift += 8) scratch[at++] = high >> shift;
    this.#at = at;
  }

  #digest(): void {
    const length = this.#at;
    // Views are kept by length: making one for every hash took a twentieth of the sink's time.
    const view = (this.#views[length] ??= this.#scratch.subarray(0, length));
    this.#word[0] = hash64(view);
  }

  #reserve(bytes: number): void {
    if (this.#scratch.length >= bytes) return;
    this.#scratch = new Uint8Array(bytes);
    this.#views = [];
  }
}
