// How to find an event's fields in a message: the writer's schema, turned into steps once per schema version.
import {
  eventRecords,
  fullName,
  typeName,
  type AvroField,
  type AvroRecord,
  type AvroType,
} from '@revloop/schemas/load.ts';
import { createSkip, type Skip } from './avro-skip.ts';

/** The event's texts, in the order of their columns. */
export const textNames = [
  'event_id',
  'source',
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
] as const;
export type TextName = (typeof textNames)[number];
export const slotOf = (name: TextName): number => textNames.indexOf(name);

/** Decimals of `stored_events.amount`. */
export const amount_scale = 4;

export const steps = {
  text: 0,
  nullableText: 1,
  occurredAt: 2,
  receivedAt: 3,
  amount: 4,
  nullableAmount: 5,
  properties: 6,
  skip: 7,
} as const;

export interface Step {
  readonly kind: (typeof steps)[keyof typeof steps];
  /** Index in `textNames`, or of the skips. */
  readonly index: number;
  readonly length_min: number;
  readonly length_max: number;
  readonly skip: Skip;
}

export interface EventPlan {
  readonly type: string;
  readonly type_bytes: Uint8Array;
  readonly steps: readonly Step[];
  /** Groups of slots of which at least one must be filled. */
  readonly requires: readonly (readonly number[])[];
  /** The rules ask more of this type than the scan looks at. */
  readonly isUnsure: boolean;
  readonly properties_max: number;
  readonly property_bytes_max: number;
  readonly property_name_bytes_max: number;
}

const nothing: Skip = () => undefined;

const leaves = (record: AvroRecord): readonly AvroField[] =>
  record.fields.flatMap((field) => (isRecord(field.type) ? leaves(field.type) : [field]));
const isRecord = (type: AvroType): type is AvroRecord =>
  typeof type === 'object' && !Array.isArray(type) && (type as AvroRecord).type === 'record';

interface Described {
  readonly type?: unknown;
  readonly logicalType?: string;
  readonly scale?: number;
  readonly values?: unknown;
}
const isDecimal = (type: AvroType): boolean => {
  const { type: base, logicalType, scale } = type as Described;
  return base === 'bytes' && logicalType === 'decimal' && scale === amount_scale;
};
const isTime = (type: AvroType): boolean => {
  const { type: base, logicalType } = type as Described;
  return type === 'long' || (base === 'long' && logicalType === 'timestamp-millis');
};
const isTexts = (type: AvroType): boolean => {
  const { type: base, values } = type as Described;
  return base === 'map' && values === 'string';
};
const nullable = (type: AvroType): AvroType | undefined =>
  Array.isArray(type) && type.length === 2 && type[0] === 'null' ? (type[1] as AvroType) : undefined;

const kindOf = ({ name, type }: AvroField): Step['kind'] | undefined => {
  const inner = nullable(type);
  if ((textNames as readonly string[]).includes(name)) {
    if (type === 'string') return steps.text;
    return inner === 'string' ? steps.nullableText : undefined;
  }
  if (name === 'amount') {
    if (isDecimal(type)) return steps.amount;
    return inner !== undefined && isDecimal(inner) ? steps.nullableAmount : undefined;
  }
  if (name === 'occurred_at') return isTime(type) ? steps.occurredAt : undefined;
  if (name === 'received_at') return isTime(type) ? steps.receivedAt : undefined;
  return name === 'properties' && isTexts(type) ? steps.properties : undefined;
};

/** The step of a writer's field: into its column where the reader has that field, over it where it has not. */
const stepOf = (
  field: AvroField,
  reader: ReadonlyMap<string, AvroField>,
  named: Map<string, Skip>,
): Step | undefined => {
  const own = reader.get(field.name);
  const kind = own ? kindOf(field) : steps.skip;
  if (kind === undefined) return undefined;
  return {
    kind,
    index: kind === steps.text || kind === steps.nullableText ? slotOf(field.name as TextName) : 0,
    length_min: own?.minLength ?? 0,
    length_max: own?.maxLength ?? 0,
    skip: kind === steps.skip ? createSkip(field.type, named) : nothing,
  };
};

/**
 * Steps for messages of this writer's schema, or undefined where it is no event, or differs from ours in more than fields that came or went:
 * then schema resolution has to read it. What a plan reads, it reads as resolution does.
 */
export const planFor = (writer: AvroRecord): EventPlan | undefined => {
  const record = eventRecords.find((one) => fullName(one) === fullName(writer));
  if (!record) return undefined;
  const reader = new Map(leaves(record).map((field) => [field.name, field]));
  const written = leaves(writer);
  const named = new Map<string, Skip>();
  createSkip(writer, named);
  const found = written.map((field) => stepOf(field, reader, named));
  const absent = [...reader.values()].filter(({ name }) => !written.some((field) => field.name === name));
  // A field the writer did not know takes the reader's default, which a column holds as nothing.
  if (found.includes(undefined) || absent.some((field) => field.default !== null)) return undefined;
  const properties = reader.get('properties');
  return {
    type: typeName(record),
    type_bytes: Buffer.from(typeName(record)),
    steps: found as readonly Step[],
    requires: (record.requires ?? []).map((group) => group.map((name) => slotOf(name as TextName))),
    isUnsure: record.requiresProperties !== undefined,
    properties_max: properties?.maxEntries ?? 0,
    property_bytes_max: properties?.maxLength ?? 0,
    property_name_bytes_max: 128,
  };
};
