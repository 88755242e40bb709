// Which events of a request are accepted and which are rejected, and why.
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import type { Value } from './body.ts';

export interface Rejected {
  readonly index: number;
  readonly event_id: string | null;
  readonly code: string;
  readonly message: string;
}

export interface Verdict {
  readonly events: readonly FunnelEvent[];
  /** Events of this request that repeat an earlier one of it to the letter: accepted once. */
  readonly duplicates: number;
  readonly rejected: readonly Rejected[];
}

/** Judges the values sent by `source` and received at `received_at` (UTC milliseconds). */
export const accept = (values: readonly Value[], source: string, received_at: number): Verdict => {
  const accepted = new Map<string, FunnelEvent>();
  const rejected: Rejected[] = [];
  let duplicates = 0;
  const extras: FunnelEvent[] = [];
  for (const entry of values) {
    if ('fault' in entry) {
      rejected.push({
        index: entry.index,
        event_id: null,
        code: 'invalid_json',
        message: `the line is not JSON: ${entry.fault}`,
      });
      continue;
    }
    const parsed = parseEvent(entry.value, source, received_at);
    if (!parsed.ok) {
      rejected.push({
        index: entry.index,
        event_id: parsed.event_id ?? null,
        code: parsed.code,
        message: parsed.message,
      });
      continue;
    }
    const former = accepted.get(parsed.event.event_id);
    if (!former) accepted.set(parsed.event.event_id, parsed.event);
    else if (JSON.stringify(former) === JSON.stringify(parsed.event)) duplicates += 1;
    // Other content under the same id: the sink decides which stands, so that one rule holds for every way in.
    else extras.push(parsed.event);
  }
  return { events: [...accepted.values(), ...extras], duplicates, rejected };
};
