// .avsc → generated.ts: run by `npm run generate`; a test fails when the result is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  allRecords,
  eventHeader,
  eventRecords,
  slaRecords,
  typeName,
  type AvroField,
  type AvroRecord,
  type AvroType,
} from './load.ts';

const typeOf = (type: AvroType): string => {
  if (Array.isArray(type))
    return type
      .map((part: AvroType) => typeOf(part))
      .reverse()
      .join(' | ');
  if (typeof type === 'string')
    return (
      { null: 'null', string: 'string', int: 'number', long: 'number', boolean: 'boolean', double: 'number' }[
        type
      ] ?? type
    );
  const named = type as { type: string; logicalType?: string; values?: string; symbols?: readonly string[] };
  if (named.logicalType === 'decimal') return 'string';
  if (named.type === 'enum') return (named.symbols ?? []).map((symbol) => `'${symbol}'`).join(' | ');
  if (named.type === 'map') return `Readonly<Record<string, ${typeOf(named.values ?? 'string')}>>`;
  return typeOf(named.type);
};

const line = (field: AvroField): string =>
  `  /** ${field.doc} */\n  readonly ${field.name}: ${typeOf(field.type)};\n`;

const recordSource = (record: AvroRecord, isEvent: boolean): string => {
  const fields = record.fields.filter((field) => field.name !== 'header');
  const head = isEvent ? `${record.name} extends EventHeader` : record.name;
  const type = isEvent ? `  readonly type: '${typeName(record)}';\n` : '';
  return `/** ${record.doc} */\nexport interface ${head} {\n${type}${fields.map(line).join('')}}\n`;
};

/** Texts of which a required property must be one: as a list and as a type, named by record and property. */
const choicesSource = ({ name: record, requiresProperties = [] }: AvroRecord): readonly string[] =>
  requiresProperties.flatMap(({ name, doc, oneOf }) => {
    if (!oneOf) return [];
    const type = `${record}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const list = `${type.charAt(0).toLowerCase()}${type.slice(1)}s`;
    return [
      `/** ${doc} */\nexport const ${list} = [${oneOf.map((text) => `'${text}'`).join(', ')}] as const;\n`,
      `export type ${type} = (typeof ${list})[number];\n`,
    ];
  });

/** The fields that say nothing unless they are stated, each null. */
const unsaidSource = ({ name, fields }: AvroRecord): readonly string[] => {
  const unsaid = fields.filter(({ default: byDefault }) => byDefault === null);
  if (unsaid.length === 0) return [];
  return [
    `/** What a ${name} does not state. */\nexport const unsaidOf${name} = {\n${unsaid.map((field) => `  ${field.name}: null,\n`).join('')}} as const satisfies Partial<${name}>;\n`,
  ];
};

/** The text of generated.ts for the present .avsc files. */
export const generatedSource = (): string =>
  [
    '// Generated from the .avsc files by `npm run generate`: do not edit.\n',
    recordSource(eventHeader, false),
    ...unsaidSource(eventHeader),
    ...eventRecords.map((record) => recordSource(record, true)),
    `/** Any funnel event, flat: header and own fields side by side, \`type\` tells which. Times are UTC milliseconds, amounts decimal texts. */\nexport type FunnelEvent =\n${eventRecords.map((record) => `  | ${record.name}`).join('\n')};\n`,
    `export type EventType = FunnelEvent['type'];\n`,
    `export const eventTypes = [${eventRecords.map((record) => `'${typeName(record)}'`).join(', ')}] as const satisfies readonly EventType[];\n`,
    ...eventRecords.flatMap(choicesSource),
    ...slaRecords.flatMap((record) => [recordSource(record, false), ...unsaidSource(record)]),
    `export const recordNames = [${allRecords.map((record) => `'${record.name}'`).join(', ')}] as const;\n`,
    'export type RecordName = (typeof recordNames)[number];\n',
  ].join('\n');

const target = new URL('./generated.ts', import.meta.url);

/** Whether generated.ts is what the .avsc files say. */
export const isFresh = (): boolean => readFileSync(target, 'utf8') === generatedSource();

if (import.meta.main) writeFileSync(target, generatedSource());
