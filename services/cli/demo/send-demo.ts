// The demo's events → ingest, in their sending order.
import type { NativeJsonEvent } from '../core/demo/native-event.ts';
import type { PostEvents, Refused } from '../http/ingest-client.ts';
import { sendInOrder } from '../http/send-in-order.ts';

export interface DemoSent {
  readonly accepted: number;
  /** Repetitions within one request: ingest takes them once. */
  readonly duplicates: number;
  readonly rejected: readonly Refused[];
}

const batch_events_max = 500;
const in_flight_max = 2;

/** Sends all events; what was refused comes back with its place among them. */
export const sendDemo = async (events: readonly NativeJsonEvent[], post: PostEvents): Promise<DemoSent> => {
  const starts = Array.from(
    { length: Math.ceil(events.length / batch_events_max) },
    (_, n) => n * batch_events_max,
  );
  let accepted = 0;
  let duplicates = 0;
  const rejected: Refused[] = [];
  await sendInOrder(
    starts,
    (start) => post(events.slice(start, start + batch_events_max)),
    (start, posted) => {
      accepted += posted.accepted;
      duplicates += posted.duplicates;
      rejected.push(...posted.rejected.map((refused) => ({ ...refused, index: refused.index + start })));
    },
    { in_flight_max },
  );
  return { accepted, duplicates, rejected };
};
