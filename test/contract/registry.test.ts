// The registry keeps the contract: what is registered is self-contained, and an incompatible version is refused.
import { randomUUID } from 'node:crypto';
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createDecoder, schemaJson } from '@revloop/schemas/codec.ts';
import { allRecords, fullName } from '@revloop/schemas/load.ts';
import { expect, test } from 'vitest';
import { settings } from '../support/revloop.ts';

const { url } = registrySettings(new SettingsReader(settings()), settings());
const registry = connectRegistry(url);
const rejected = allRecords.find(({ name }) => name === 'MqlRejected')!;

test.each(allRecords.map((record) => [record.name, record] as const))(
  '%s is registered whole, under its full name',
  async (_name, record) => {
    const id = await registry.register(fullName(record), schemaJson(record));
    const schema = await registry.schemaById(id);
    expect(createDecoder(schema ?? '').recordName).toBe(fullName(record));
  },
);

test('an incompatible version is refused, with its reason', async () => {
  const incompatible = { ...rejected, fields: [...rejected.fields, { name: 'score', type: 'long' }] };
  await expect(registry.register(fullName(rejected), schemaJson(incompatible))).rejects.toMatchObject({
    code: 'schema_incompatible',
    retriable: false,
  });
});

test('a compatible version is accepted', async () => {
  const subject = `test.${randomUUID()}`;
  const first = await registry.register(subject, schemaJson(rejected));
  const compatible = {
    ...rejected,
    fields: [...rejected.fields, { name: 'score', type: ['null', 'long'] as const, default: null }],
  };
  expect(await registry.register(subject, schemaJson(compatible))).not.toBe(first);
});

test('an id nobody registered is unknown', async () => {
  expect(await registry.schemaById(4_000_000)).toBeUndefined();
});
