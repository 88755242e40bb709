// The order in which the demo's events are sent: mostly as they occurred, some late, some twice.
import type { NativeJsonEvent } from './native-event.ts';
import type { Prng } from './prng.ts';

export interface Delivery {
  readonly events: readonly NativeJsonEvent[];
  /** Events sent after all others although they occurred before. */
  readonly late: number;
  /** Events sent a second time, unchanged. */
  readonly duplicates: number;
}

const late_share = 0.02;
const duplicate_share = 0.02;
/** How many events later, at most, a second copy follows. */
const duplicate_distance_max = 400;

/** Puts events into sending order. At least one is late and one is doubled where there are enough. */
export const deliver = (events: readonly NativeJsonEvent[], prng: Prng): Delivery => {
  const inTime = [...events].sort(byOccurrence);
  const mixed = prng.shuffled(inTime);
  const late = new Set(mixed.slice(0, Math.ceil(late_share * mixed.length)));
  const doubled = new Set(mixed.slice(-Math.floor(duplicate_share * mixed.length) || mixed.length));
  const order = [
    ...inTime.filter((event) => !late.has(event)),
    ...prng.shuffled(inTime.filter((event) => late.has(event))),
  ];
  const placed = order.flatMap((event, index) => [
    { event, place: index },
    ...(doubled.has(event) ? [{ event, place: index + prng.integer(1, duplicate_distance_max) + 0.5 }] : []),
  ]);
  placed.sort((left, right) => left.place - right.place);
  return { events: placed.map(({ event }) => event), late: late.size, duplicates: doubled.size };
};

const byOccurrence = (left: NativeJsonEvent, right: NativeJsonEvent): number => {
  if (left.occurred_at !== right.occurred_at) return left.occurred_at < right.occurred_at ? -1 : 1;
  return left.event_id < right.event_id ? -1 : 1;
};
