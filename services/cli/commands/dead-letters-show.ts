// `revloop dead-letters show`: one dead letter, why it is one, and its bytes.
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { schemaIdOf } from '@revloop/schemas/codec.ts';
import type { AvroRecord } from '@revloop/schemas/load.ts';
import { hexPreview } from '../core/dead-letters/hex-preview.ts';
import { placeText, type Place } from '../core/dead-letters/place.ts';
import { readPartialRecord, type PartialRecord } from '../core/dead-letters/read-avro.ts';
import { Letters, type Letter, type LetterBytes } from '../dead-letters/letters.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface ShowOptions {
  readonly raw?: true;
  readonly json?: true;
}

const preview_bytes_max = 512;

/** Prints the letter; --raw writes its bytes and nothing else. Throws `no_dead_letter` where there is none. */
export const runShow = async (place: Place, { raw, json }: ShowOptions): Promise<ExitCode> => {
  const letters = new Letters(process.env);
  try {
    const filter = { code: '', source: '', since_ms: 0, places: [place], waiting: false, rows_max: 1 };
    const [letter] = await letters.find(filter);
    const [bytes] = await letters.bytes([place]);
    if (!letter || !bytes)
      throw new SurroundingsError(
        'no_dead_letter',
        `there is no dead letter from ${placeText(place)}: revloop dead-letters list shows those there are`,
        { retriable: false },
      );
    if (raw) {
      await print(bytes.value ?? Buffer.alloc(0));
      return exitCodes.ok;
    }
    const decoded = await decode(bytes.value);
    await print(json ? `${asJson(letter, bytes, decoded)}\n` : readable(letter, bytes, decoded));
  } finally {
    await letters.close();
  }
  return exitCodes.ok;
};

/** A message read as far as it goes, or why not at all. */
type Reading = (PartialRecord & { readonly record: string; readonly schema_id: number }) | string;

const decode = async (value: Buffer | null): Promise<Reading> => {
  const id = schemaIdOf(value);
  if (!id.ok) return id.message;
  try {
    const settings = new SettingsReader(process.env);
    const { url } = settings.done(registrySettings(settings, process.env));
    const text = await connectRegistry(url).schemaById(id.value);
    if (text === undefined) return `the registry knows no schema ${id.value}`;
    const record = JSON.parse(text) as AvroRecord;
    const read = readPartialRecord(record, (value ?? Buffer.alloc(0)).subarray(5));
    return { ...read, record: record.name, schema_id: id.value };
  } catch (error) {
    // Why it was refused and the bytes are worth showing all the same.
    if (error instanceof SurroundingsError) return reasonOf(error);
    throw error;
  }
};

const asJson = (letter: Letter, { key, value }: LetterBytes, decoded: Reading): string =>
  JSON.stringify({
    place: placeText(letter),
    ...letter,
    key_base64: key?.toString('base64') ?? null,
    value_base64: value?.toString('base64') ?? null,
    decoded: typeof decoded === 'string' ? null : decoded,
    decode_fault: typeof decoded === 'string' ? decoded : (decoded.fault ?? null),
  });

const printable = (bytes: Buffer): string =>
  /^[\x20-\x7e]*$/.test(bytes.toString('latin1')) ? bytes.toString() : `0x${bytes.toString('hex')}`;

const readable = (letter: Letter, { key, value }: LetterBytes, decoded: Reading): string => {
  const facts: [string, string][] = [
    ['place', placeText(letter)],
    ['refused at', letter.refused_at],
    ['code', letter.code],
    ['why', letter.message],
    ['source', letter.source || '-'],
    ['event', letter.event_id || '-'],
    ['key', key === null ? 'none' : printable(key)],
    ['value', value === null ? 'none: a tombstone' : `${value.length.toLocaleString('en-US')} bytes`],
    ...(letter.replay_of ? [['repeats', letter.replay_of] as [string, string]] : []),
    ...(letter.replayed_at ? [['replayed at', letter.replayed_at] as [string, string]] : []),
    ...(letter.replay_outcome ? [['replay', letter.replay_outcome] as [string, string]] : []),
  ];
  return [
    table(facts),
    '\n',
    decodedText(decoded),
    '\n',
    hexPreview(value ?? Buffer.alloc(0), preview_bytes_max),
  ].join('');
};

const decodedText = (decoded: Reading): string => {
  if (typeof decoded === 'string') return `not decoded: ${decoded}\n`;
  const { record, schema_id, fields, fault, bytes_left } = decoded;
  const end = fault ?? (bytes_left > 0 ? `${bytes_left} bytes follow the record` : undefined);
  return `${record} (schema ${schema_id})${end ? `, as far as it can be read: ${end}` : ''}\n${JSON.stringify(fields, null, 2)}\n`;
};
