import avro from 'avsc';
import { describe, expect, test } from 'vitest';
import { schemaJson } from './codec.ts';
import { incompatibility } from './compatibility.ts';
import { frozenText, frozenVersions } from './freeze.ts';
import { isFresh } from './generate.ts';
import { allRecords, type AvroField, type AvroRecord } from './load.ts';

const record = (name: string): AvroRecord => {
  const found = allRecords.find((one) => one.name === name);
  if (!found) throw new Error(`no record ${name}`);
  return found;
};

const changed = (name: string, change: (fields: readonly AvroField[]) => readonly AvroField[]): string =>
  schemaJson({ ...record(name), fields: change(record(name).fields) });

describe('the frozen history', () => {
  test.each(allRecords.map(({ name }) => name))('%s reads every version that was ever registered', (name) => {
    const versions = frozenVersions(name);
    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions)
      expect(incompatibility(schemaJson(record(name)), version)).toBeUndefined();
  });

  test.each(allRecords.map(({ name }) => name))('%s is frozen as it is now', (name) => {
    expect(frozenVersions(name).at(-1), 'run node schemas/freeze.ts').toBe(frozenText(record(name)));
  });

  test('a new field without a default is refused', () => {
    const reader = changed('MqlRejected', (fields) => [...fields, { name: 'score', type: 'long' }]);
    expect(incompatibility(reader, schemaJson(record('MqlRejected')))).toBeDefined();
  });

  test('another type of a field is refused', () => {
    const reader = changed('MqlRejected', (fields) =>
      fields.map((field) => (field.name === 'reason' ? { ...field, type: 'long' } : field)),
    );
    expect(incompatibility(reader, schemaJson(record('MqlRejected')))).toBeDefined();
  });

  test('an older reader reads a level it does not know as unknown', () => {
    const type = (schema: string): avro.Type => avro.Type.forSchema(JSON.parse(schema) as avro.Schema);
    const level = (schema: string): string => {
      const fields = (JSON.parse(schema) as AvroRecord).fields.filter(({ name }) => name === 'level');
      return JSON.stringify({ type: 'record', name: 'SlaFact', fields });
    };
    const [older = '', newer = ''] = frozenVersions('SlaFact').slice(1).map(level);
    const [reader, writer] = [type(older), type(newer)];
    const bytes = writer.toBuffer({ level: 'escalation_2' });
    const read = reader.fromBuffer(bytes, reader.createResolver(writer)) as object;
    expect({ ...read }).toEqual({ level: 'unknown' });
  });

  test('a new field with a default is fine', () => {
    const reader = changed('MqlRejected', (fields) => [
      ...fields,
      { name: 'score', type: ['null', 'long'], default: null },
    ]);
    expect(incompatibility(reader, schemaJson(record('MqlRejected')))).toBeUndefined();
  });
});

test('the generated types are those of the .avsc files', () => {
  expect(isFresh(), 'run npm run generate').toBe(true);
});
