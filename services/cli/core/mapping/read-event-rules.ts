// The YAML of one event of a mapping → its rules, checked against the event type's own fields.
import { eventJsonSchemas } from '@revloop/schemas/json-schema.ts';
import { eventRecords, typeName } from '@revloop/schemas/load.ts';
import { parseCondition, type Condition } from './condition.ts';
import type { Expression } from './expression.ts';
import type { EventRules } from './mapping.ts';
import type { NodeReader } from './node-reader.ts';
import { readExpression, readTimeRule } from './read-expression.ts';

const own = ['type', 'when', 'occurred_at', 'properties'];

interface TypeFields {
  readonly allowed: readonly string[];
  readonly required: readonly string[];
  readonly required_properties: readonly string[];
}

/** What an event of a type may and must say beyond type, time and properties; undefined where there is no such type. */
const fieldsOf = (type: string): TypeFields | undefined => {
  const schema = eventJsonSchemas.get(type);
  if (!schema) return undefined;
  const notMapped = [...own, 'source'];
  const record = eventRecords.find((one) => typeName(one) === type);
  return {
    allowed: Object.keys(schema['properties'] as object).filter((name) => !notMapped.includes(name)),
    required: (schema['required'] as string[]).filter((name) => !notMapped.includes(name)),
    required_properties: (record?.requiresProperties ?? []).map(({ name }) => name),
  };
};

/** Reads one entry of `emits`; `common` gives the fields and properties that every entry of its file has. */
export const readEventRules = (
  node: NodeReader,
  common: NodeReader,
  lookups: ReadonlySet<string>,
): EventRules => {
  const type = node.at('type').text();
  const known = fieldsOf(type);
  if (type && !known)
    node
      .at('type')
      .fault(`"${type}" is not an event type; there are ${[...eventJsonSchemas.keys()].join(', ')}`);
  const fields = readFields([common, node], lookups, known);
  for (const name of known?.required ?? [])
    if (!fields.has(name)) node.fault(`${name} is required by ${type}`);
  const id = fields.get('event_id');
  if (id && id.references.length === 0)
    node.at('event_id').fault('names no column, so every row would be the same event');
  const properties = [common, node].flatMap((place) => place.at('properties').entries());
  for (const name of known?.required_properties ?? [])
    if (!properties.some(([stated]) => stated === name))
      node.fault(`properties.${name} is required by ${type}`);
  const time = node.at('occurred_at').isSet ? node.at('occurred_at') : common.at('occurred_at');
  return {
    type,
    when: node
      .at('when')
      .list()
      .map((when) => readCondition(when, lookups)),
    occurred_at: readTimeRule(time, lookups),
    fields,
    properties: new Map(properties.map(([name, value]) => [name, readExpression(value, lookups)])),
  };
};

/** Fields of the later places stand above those of the earlier ones. */
const readFields = (
  places: readonly NodeReader[],
  lookups: ReadonlySet<string>,
  known: TypeFields | undefined,
): ReadonlyMap<string, Expression> => {
  const fields = new Map<string, Expression>();
  for (const place of places)
    for (const [name, value] of place.entries()) {
      if (own.includes(name)) continue;
      if (known && !known.allowed.includes(name))
        value.fault(
          `is not a field of this event type; put it into properties, or use ${known.allowed.join(', ')}`,
        );
      fields.set(name, readExpression(value, lookups));
    }
  return fields;
};

const readCondition = (node: NodeReader, lookups: ReadonlySet<string>): Condition => {
  const parsed = parseCondition(node.text(), lookups);
  if ('condition' in parsed) return parsed.condition;
  node.faults(parsed.faults);
  return { references: [], holds: () => false };
};
