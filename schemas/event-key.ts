// Two numbers that stand for an event: which one it is, and what it says.
import { createHash } from 'node:crypto';
import type { FunnelEvent } from './generated.ts';

/** First 8 bytes of SHA-256 as an unsigned integer in decimal text, as ClickHouse takes it. */
const digest = (text: string): string =>
  createHash('sha256').update(text).digest().readBigUInt64BE(0).toString();

/** Identity of (source, event_id). Two different events share one in 2^64: at a thousand million events, once in 37 such data sets. */
export const eventKey = ({ source, event_id }: Pick<FunnelEvent, 'source' | 'event_id'>): string =>
  digest(`${source}\u0000${event_id}`);

/** Identity of everything an event says but when it was received. Field order does not count. */
export const contentKey = (event: FunnelEvent): string => {
  const { received_at: _received, properties, ...said } = event;
  const sorted = (value: object): [string, unknown][] =>
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([sorted(said), sorted(properties)]));
};
