// Messages of one schema version → scanned events, or why not. What the scan is unsure of is decoded and judged by the contract's own rules.
import { createDecoder, encodeEvent, schemaIdOf, schemaJson, type Decoder } from '@revloop/schemas/codec.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { eventRecords, typeName, type AvroRecord } from '@revloop/schemas/load.ts';
import { refusalOf, type Refusal } from '@revloop/schemas/rules.ts';
import { createSkip, type Skip } from './avro-skip.ts';
import { planFor, type EventPlan } from './event-plan.ts';
import type { EventScan } from './event-scan.ts';
import { timeRefusal } from './time.ts';

/** Plans of our own, present schemas: what was decoded is written anew under one of them. */
const ownPlans = new Map(
  eventRecords.map((record) => [typeName(record), planFor(JSON.parse(schemaJson(record)) as AvroRecord)]),
);

export interface EventReader {
  /** The plan by which `scan` now holds the event, or the refusal. */
  read(bytes: Uint8Array, start: number, end: number, scan: EventScan): EventPlan | Refusal;
  /** Who sent which event, as far as that can be read. */
  identify(bytes: Uint8Array): { readonly event_id: string; readonly source: string };
}

export const isRefusal = (read: EventPlan | Refusal): read is Refusal => 'code' in read;

const malformed: Refusal = {
  code: 'undecodable',
  message: 'the bytes end early, go on too long, or are no record of their schema',
};

/** Reads messages written with this schema (JSON text from the registry). A schema that is no event of ours refuses every message. */
export const createEventReader = (schema: string): EventReader => {
  const decoder = createDecoder(schema);
  const writer = decoder.eventType === undefined ? undefined : (JSON.parse(schema) as AvroRecord);
  const plan = writer && planFor(writer);
  const skip = writer && createSkip(writer);
  return {
    read: (bytes, start, end, scan) => {
      try {
        const scanned = plan ? scan.read(bytes, start, end, plan) : 'unsure';
        if (plan && scanned === 'good') return plan;
        const message = bytes.subarray(start, end);
        return scanned === 'malformed' || (skip && !isWhole(message, skip))
          ? malformed
          : judge(message, decoder, scan);
      } catch (error) {
        // Nothing a message holds may stop the others: what reads it is at fault, its bytes are kept.
        return { code: 'undecodable', message: `reading it failed: ${String(error)}` };
      }
    },
    identify: (bytes) => {
      const decoded = skip && isWhole(bytes, skip) ? decoder.decode(bytes) : undefined;
      if (!decoded?.ok) return { event_id: '', source: '' };
      const { event_id, source } = decoded.value as FunnelEvent;
      return { event_id, source };
    },
  };
};

/** Whether the bytes are one record and nothing else: a decoder that trusts a count would loop over it. */
const isWhole = (bytes: Uint8Array, skip: Skip): boolean => {
  const cursor = { bytes, end: bytes.length, at: 5 };
  skip(cursor);
  return cursor.at === cursor.end;
};

const judge = (bytes: Uint8Array, decoder: Decoder, scan: EventScan): EventPlan | Refusal => {
  const decoded = decoder.decode(bytes);
  if (!decoded.ok) return decoded;
  if (decoder.eventType === undefined)
    return { code: 'unknown_record', message: `${decoder.recordName} is not a funnel event` };
  const event = decoded.value as FunnelEvent;
  if (isGarbled(event, bytes)) return { code: 'invalid_utf8', message: 'a text is not UTF-8' };
  const refusal = refusalOf(event) ?? timeRefusal({ received_at: event.received_at });
  if (refusal) return refusal;
  const plan = ownPlans.get(event.type);
  const written = encodeEvent(0, event);
  // Judged by the rules themselves: what the scan is unsure of is settled.
  if (plan && scan.read(written, 0, written.length, plan) !== 'malformed') return plan;
  return {
    code: 'not_storable',
    message: 'the event keeps every rule and cannot be stored: an error of ours',
  };
};

/** The decoder puts U+FFFD where bytes are no UTF-8. A text may hold that character itself: then its three bytes are in the message. */
const isGarbled = (event: FunnelEvent, bytes: Uint8Array): boolean => {
  const values: readonly unknown[] = [event, event.properties].flatMap(
    (one) => Object.entries(one).flat() as readonly unknown[],
  );
  const texts = values.filter((value) => typeof value === 'string').join('');
  const seen = texts.split('\uFFFD').length - 1;
  if (seen === 0) return false;
  return Buffer.from(bytes).toString('latin1').split('\u00ef\u00bf\u00bd').length - 1 < seen;
};

/** Schema id of the message from `start` to `end` of `bytes` (`start` -1: it has no value), or why it has none. */
export const idOf = (bytes: Uint8Array, start: number, end: number): number | Refusal => {
  // Nearly every message is whole: no object is made for it.
  if (start >= 0 && end - start >= 5 && bytes[start] === 0)
    return (
      (bytes[start + 1] as number) * 0x100_0000 +
      ((bytes[start + 2] as number) << 16) +
      ((bytes[start + 3] as number) << 8) +
      (bytes[start + 4] as number)
    );
  const id = schemaIdOf(start < 0 ? null : bytes.subarray(start, end));
  return id.ok ? id.value : { code: id.code, message: id.message };
};
