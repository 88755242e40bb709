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

/** The text of generated.ts for the present .avsc files. */
export const generatedSource = (): string =>
  [
    '// Generated from the .avsc files by `npm run generate`: do not edit.\n',
    recordSource(eventHeader, false),
    ...eventRecords.map((record) => recordSource(record, true)),
    `/** Any funnel event, flat: header and own fields side by side, \`type\` tells which. Times are UTC milliseconds, amounts decimal texts. */\nexport type FunnelEvent =\n${eventRecords.map((record) => `  | ${record.name}`).join('\n')};\n`,
    `export type EventType = FunnelEvent['type'];\n`,
    `export const eventTypes = [${eventRecords.map((record) => `'${typeName(record)}'`).join(', ')}] as const satisfies readonly EventType[];\n`,
    ...slaRecords.map((record) => recordSource(record, false)),
    `export const recordNames = [${allRecords.map((record) => `'${record.name}'`).join(', ')}] as const;\n`,
    'export type RecordName = (typeof recordNames)[number];\n',
  ].join('\n');

const target = new URL('./generated.ts', import.meta.url);

/** Whether generated.ts is what the .avsc files say. */
export const isFresh = (): boolean => readFileSync(target, 'utf8') === generatedSource();

if (import.meta.main) writeFileSync(target, generatedSource());
