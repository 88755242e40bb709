// Events for property tests: of every type, nearly good, with anything in any field.
import fc from 'fast-check';
import { eventJsonSchemas } from './json-schema.ts';
import { eventRecords, typeName, type AvroRecord, type RequiredProperty } from './load.ts';

const oddTimes = fc.constantFrom(
  '2026-01-02T03:04:05Z',
  '2026-01-02T03:04:05.6789Z',
  '2026-01-02T03:04:05+02:00',
  '2026-01-02t03:04:05z',
  '2026-01-02 03:04:05Z',
  '2025-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-01-28T24:00:00Z',
  '2025-12-31T23:59:60Z',
  '1999-12-31T23:59:59Z',
  '2026-01-10T23:59:59Z',
  '9999-01-01T00:00:00Z',
  '2026-1-2T03:04:05Z',
);
const times = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .date({ min: new Date('2001-01-01'), max: new Date('2026-01-10'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  { weight: 1, arbitrary: oddTimes },
);
const texts = fc.oneof(
  { weight: 40, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  { weight: 15, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      'x'.repeat(64),
      'x'.repeat(129),
      'é'.repeat(128),
      '\ud800',
      'a\u0000b',
      '😀'.repeat(70),
    ),
  },
);
const properties = fc.dictionary(fc.string({ maxLength: 10 }), texts, { maxKeys: 5 });
const anything = fc.oneof(fc.constant(null), fc.jsonValue({ maxDepth: 1 }), texts);

const valueOf = (field: string): fc.Arbitrary<unknown> => {
  if (field === 'occurred_at') return times;
  if (field === 'properties') return properties;
  if (field === 'amount') return fc.constantFrom(null, null, '1.5', '100000.00', '-3', 7.25, 'much');
  if (field === 'currency') return fc.constantFrom(null, null, 'EUR', 'JPY', 'XXX');
  if (field === 'source') return fc.constantFrom('web', 'crm');
  return texts;
};

type Json = Record<string, unknown>;

const eventOf = (record: AvroRecord): fc.Arbitrary<Json> => {
  const type = typeName(record);
  const schema = eventJsonSchemas.get(type) as { properties: object; required: string[] };
  const fields = Object.keys(schema.properties).filter((field) => field !== 'type');
  const required = schema.required.filter((field) => field !== 'type');
  const stated = fc.record(Object.fromEntries(fields.map((field) => [field, valueOf(field)])), {
    requiredKeys: required,
  });
  const spoiled = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.dictionary(
        fc.constantFrom(...fields, 'unheard_of', 'received_at', '__proto__'),
        anything,
        { maxKeys: 1 },
      ),
    },
  );
  return fc
    .tuple(stated, requiredPropertiesOf(record, texts), spoiled)
    .map(([good, completed, bad]) => ({ type, ...completed(good), ...bad }));
};

/** Puts into an event what its type requires in `properties`: mostly one of the texts, else what it must differ from, or nothing. */
export const requiredPropertiesOf = (
  { requiresProperties = [] }: AvroRecord,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<(event: Json) => Json> => {
  if (requiresProperties.length === 0) return fc.constant((event) => event);
  const said = ({ oneOf }: RequiredProperty) =>
    fc.oneof(
      { weight: 6, arbitrary: (oneOf ? fc.constantFrom(...oneOf) : text).map((value) => () => value) },
      { weight: 1, arbitrary: fc.constant((event: Json, other: string) => event[other]) },
      { weight: 1, arbitrary: fc.constant(() => undefined) },
    );
  return fc.tuple(...requiresProperties.map(said)).map((values) => (event) => {
    const more = requiresProperties
      .map(({ name, differsFrom }, index) => [name, values[index]?.(event, differsFrom ?? name)] as const)
      .filter(([, value]) => typeof value === 'string');
    return { ...event, properties: { ...(event['properties'] as object), ...Object.fromEntries(more) } };
  });
};

/** Values as JSON.parse gives them; a third of them are good events. */
export const nearlyGoodEvents: fc.Arbitrary<Json> = fc
  .oneof(...eventRecords.map(eventOf))
  .map((event) => JSON.parse(JSON.stringify(event)) as Json);
