// The native JSON of each event type as JSON Schema, derived from its .avsc: flat, ISO 8601 times, amounts as decimal text or number.
import {
  eventRecords,
  typeName,
  type AvroField,
  type AvroRecord,
  type AvroType,
  type RequiredProperty,
} from './load.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const isNullable = (type: AvroType): boolean => Array.isArray(type) && type.includes('null');
const nonNull = (type: AvroType): AvroType =>
  Array.isArray(type) ? ((type as AvroType[]).find((part) => part !== 'null') ?? 'null') : type;

const valueSchema = (field: AvroField): JsonSchema => {
  const type = nonNull(field.type) as { type?: string; logicalType?: string } | string;
  if (typeof type === 'object' && type.logicalType === 'timestamp-millis')
    return { type: 'string', format: 'date-time' };
  if (typeof type === 'object' && type.logicalType === 'decimal')
    return { type: ['string', 'number'], pattern: '^-?\\d{1,14}(\\.\\d{1,4})?$' };
  if (typeof type === 'object' && type.type === 'map')
    return {
      type: 'object',
      maxProperties: field.maxEntries,
      additionalProperties: { type: 'string', maxLength: field.maxLength },
    };
  return { type: 'string', minLength: field.minLength, maxLength: field.maxLength };
};

const fieldSchema = (field: AvroField): JsonSchema => {
  const schema = valueSchema(field);
  const nullable = isNullable(field.type) ? { type: [schema['type'], 'null'].flat() } : {};
  return { ...schema, ...nullable, description: field.doc };
};

/** That the property differs from a field JSON Schema cannot say: its description does. */
const requiredPropertySchema = ({
  name,
  minLength,
  maxLength,
  oneOf,
  doc,
}: RequiredProperty): JsonSchema => ({
  type: 'object',
  required: ['properties'],
  properties: {
    properties: {
      type: 'object',
      required: [name],
      properties: {
        [name]: { type: 'string', minLength, maxLength, ...(oneOf && { enum: oneOf }), description: doc },
      },
    },
  },
});

/** JSON Schema of one event type. */
export const jsonSchemaOf = (record: AvroRecord): JsonSchema => {
  const fields = record.fields.flatMap((field) =>
    field.name === 'header' ? (field.type as AvroRecord).fields : [field],
  );
  const stated = fields.filter((field) => field.name !== 'received_at');
  const required = stated
    .filter((field) => field.default === undefined && field.setBy === undefined)
    .map((field) => field.name);
  return {
    type: 'object',
    title: typeName(record),
    description: record.doc,
    additionalProperties: false,
    required: ['type', ...required],
    ...((record.requires || record.requiresProperties) && {
      allOf: [
        ...(record.requires ?? []).map((group) => ({
          anyOf: group.map((name) => ({ type: 'object', required: [name] })),
        })),
        ...(record.requiresProperties ?? []).map(requiredPropertySchema),
      ],
    }),
    properties: {
      type: { type: 'string', const: typeName(record) },
      ...Object.fromEntries(
        stated.map((field) => [field.name, JSON.parse(JSON.stringify(fieldSchema(field))) as JsonSchema]),
      ),
    },
  };
};

/** JSON Schemas of all event types, by type. */
export const eventJsonSchemas: ReadonlyMap<string, JsonSchema> = new Map(
  eventRecords.map((record) => [typeName(record), jsonSchemaOf(record)]),
);
