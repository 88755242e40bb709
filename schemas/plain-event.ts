// The short way for the events that nearly all are: nothing wrong, times as `2026-01-02T03:04:05.678Z`, no amount. One pass over the fields,
// no sentence; whatever it is not sure of goes the long way (parse-event.ts), which judges alone. A test holds the two together.
import type { EventType, FunnelEvent } from './generated.ts';
import { eventRecords, typeName, type AvroField, type AvroRecord, type RequiredProperty } from './load.ts';
import { ahead_ms_max, occurred_at_min } from './rules.ts';

type Json = Readonly<Record<string, unknown>>;

type Kind = 'text' | 'time' | 'texts' | 'money';

interface PlainField {
  readonly name: string;
  readonly kind: Kind;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly blank: unknown;
  readonly length_max: number;
  readonly entries_max: number;
}

interface PlainType {
  readonly fields: readonly PlainField[];
  readonly requires: readonly (readonly string[])[];
  readonly requiresProperties: readonly RequiredProperty[];
}

const kindOf = ({ name, type }: AvroField): Kind | undefined => {
  if (name === 'currency' || name === 'amount') return 'money';
  if (type === 'string' || (Array.isArray(type) && type[0] === 'null' && type[1] === 'string')) return 'text';
  const { type: base, logicalType } = type as { type?: string; logicalType?: string };
  if (logicalType === 'timestamp-millis') return 'time';
  return base === 'map' ? 'texts' : undefined;
};

const plainField = (field: AvroField): PlainField => {
  const kind = kindOf(field);
  if (!kind) throw new Error(`no short way for ${field.name}`);
  return {
    name: field.name,
    kind,
    isRequired: field.default === undefined,
    isNullable: Array.isArray(field.type),
    blank: field.default,
    length_max: field.maxLength ?? 0,
    entries_max: field.maxEntries ?? 0,
  };
};

const plainType = (record: AvroRecord): PlainType => ({
  fields: record.fields
    .flatMap((field) => (field.name === 'header' ? (field.type as AvroRecord).fields : [field]))
    .filter((field) => field.setBy === undefined)
    .map(plainField),
  requires: record.requires ?? [],
  requiresProperties: record.requiresProperties ?? [],
});

const types = new Map<string, PlainType>(eventRecords.map((record) => [typeName(record), plainType(record)]));

/** The event, where all of it is plainly good; undefined says nothing about it. */
export const plainEvent = (json: Json, source: string, received_at: number): FunnelEvent | undefined => {
  const type = json['type'] as EventType;
  const known = types.get(type);
  if (!known) return undefined;
  const event: Record<string, unknown> = { type, source, received_at };
  // Fields understood; `type` is one. What is left over is a field nobody knows, or `source`.
  let understood = 1;
  for (const field of known.fields) {
    const value = json[field.name];
    if (value !== undefined) understood += 1;
    if (value === undefined || value === null) {
      if (value === undefined ? field.isRequired : !field.isNullable) return undefined;
      event[field.name] = field.blank;
      continue;
    }
    const taken = takenAs(field, value, received_at);
    if (taken === undefined) return undefined;
    event[field.name] = taken;
  }
  for (const _name in json) understood -= 1;
  return understood === 0 &&
    known.requires.every((group) => group.some((name) => event[name])) &&
    known.requiresProperties.every((property) => isSaid(property, event))
    ? (event as unknown as FunnelEvent)
    : undefined;
};

const takenAs = (field: PlainField, value: unknown, received_at: number): unknown => {
  if (field.kind === 'text') return isText(value, 1, field.length_max) ? value : undefined;
  if (field.kind === 'time') return plainTime(value, received_at);
  return field.kind === 'texts' ? plainTexts(value, field) : undefined;
};

const isSaid = (
  { name, minLength, maxLength, differsFrom, oneOf }: RequiredProperty,
  event: Readonly<Record<string, unknown>>,
): boolean => {
  const value = (event['properties'] as Json)[name];
  if (!isText(value, minLength, maxLength) || (oneOf && !oneOf.includes(value))) return false;
  return differsFrom === undefined || value !== event[differsFrom];
};

const isText = (value: unknown, length_min: number, length_max: number): value is string =>
  typeof value === 'string' &&
  value.length >= length_min &&
  value.length <= length_max &&
  !value.includes('\u0000') &&
  value.isWellFormed();

const plainTexts = (value: unknown, { entries_max, length_max }: PlainField): unknown => {
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  let entries = 0;
  for (const name in value) {
    entries += 1;
    if (!isText(name, 0, 128) || !isText((value as Json)[name], 0, length_max)) return undefined;
  }
  return entries <= entries_max ? value : undefined;
};

const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/;

/** UTC, days up to the 28th: every one of them exists. The others go the long way. */
const plainTime = (value: unknown, received_at: number): number | undefined => {
  if (typeof value !== 'string' || !shape.test(value)) return undefined;
  const time = Date.parse(value);
  return time >= occurred_at_min && time <= received_at + ahead_ms_max ? time : undefined;
};
