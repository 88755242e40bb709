// The contract's source: reads the .avsc files and makes each record self-contained (other tools don't follow references).
import { readdirSync, readFileSync } from 'node:fs';

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxEntries?: number;
  /** `ingest`: not the emitter's to state. */
  readonly setBy?: string;
}

/** A text in `properties` without which events of its type say nothing. */
export interface RequiredProperty {
  readonly name: string;
  readonly doc: string;
  readonly minLength: number;
  readonly maxLength: number;
  /** Header field whose value it must not have. */
  readonly differsFrom?: string;
  /** The only texts it may be; any where absent. */
  readonly oneOf?: readonly string[];
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace: string;
  readonly doc: string;
  /** Groups of header fields of which at least one must be stated. */
  readonly requires?: readonly (readonly string[])[];
  readonly requiresProperties?: readonly RequiredProperty[];
  readonly fields: readonly AvroField[];
}

export type AvroType =
  | string
  | AvroRecord
  | readonly AvroType[]
  | {
      readonly type: string;
      readonly logicalType?: string;
      readonly values?: string;
      readonly name?: string;
      readonly symbols?: readonly string[];
    };

const folder = new URL('./', import.meta.url);
const read = (path: string): AvroRecord =>
  JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as AvroRecord;

/** The record every event shares. */
export const eventHeader: AvroRecord = read('events/event-header.avsc');

const inlined = (record: AvroRecord): AvroRecord => ({
  ...record,
  fields: record.fields.map((field) =>
    field.type === eventHeader.name ? { ...field, type: eventHeader } : field,
  ),
});

const recordsIn = (sub: string, skip: string): readonly AvroRecord[] =>
  readdirSync(new URL(sub, folder))
    .filter((file) => file.endsWith('.avsc') && file !== skip)
    .sort()
    .map((file) => inlined(read(`${sub}${file}`)));

/** One self-contained record per event type. */
export const eventRecords: readonly AvroRecord[] = recordsIn('events/', 'event-header.avsc');

/** The records of `funnel.sla` and `funnel.handoff-outcomes`. */
export const slaRecords: readonly AvroRecord[] = recordsIn('sla/', '');

/** Every record that is registered; its subject is its full name (record-name strategy). */
export const allRecords: readonly AvroRecord[] = [...eventRecords, ...slaRecords];

export const fullName = (record: AvroRecord): string => `${record.namespace}.${record.name}`;

/** `MqlCreated` → `mql_created`. */
export const typeName = (record: AvroRecord): string =>
  record.name.replace(/(?<=[a-z])([A-Z])/g, '_$1').toLowerCase();
