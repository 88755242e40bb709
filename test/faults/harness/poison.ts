// Bad input as it comes straight to Kafka, each kind with the code of the dead letter it becomes.
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import type { ContentViewed, OpportunityWon } from '@revloop/schemas/generated.ts';
import { schemaJson } from '@revloop/schemas/codec.ts';
import { eventRecords } from '@revloop/schemas/load.ts';

export interface Poison {
  readonly kind: string;
  /** The dead letter's code. */
  readonly code: string;
  readonly value: Buffer | null;
}

type Encoder = Pick<Codec, 'encodeEvent'>;

const year9999 = Date.UTC(9999, 11, 31);

const viewed = (event_id: string, changes: Partial<ContentViewed> = {}): ContentViewed => ({
  type: 'content_viewed',
  event_id,
  occurred_at: Date.now() - 1_000,
  received_at: Date.now(),
  source: 'straight',
  account_id: 'straight',
  contact_id: null,
  anonymous_id: null,
  owner_id: null,
  channel: 'email',
  campaign_id: null,
  content_id: null,
  properties: {},
  ...changes,
});

const won = (event_id: string): OpportunityWon => ({
  ...viewed(event_id),
  type: 'opportunity_won',
  opportunity_id: `${event_id}-deal`,
  amount: known_amount,
  currency: 'EUR',
});

// Avro writes bytes behind their length (doubled: zigzag); this amount's are found again by them.
const known_amount = '12345678901.2345';
const known_bytes = Buffer.from('0c7048860ddf79', 'hex');
const known_text = 'text that is looked for';

const replaced = (message: Buffer, former: Buffer, by: Buffer): Buffer => {
  const at = message.indexOf(former);
  if (at < 0) throw new Error('the message does not hold what is to be replaced');
  return Buffer.concat([message.subarray(0, at), by, message.subarray(at + former.length)]);
};

const avroBytes = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([bytes.length * 2]), bytes]);

const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

/** Registers the won event with its amount as a double, which has NaN; under a subject of its own the registry takes it. Resolves to its id. */
export const registerDoubleAmount = (registryUrl: string): Promise<number> => {
  const record = eventRecords.find(({ name }) => name === 'OpportunityWon');
  if (!record) throw new Error('there is no record OpportunityWon');
  const fields = record.fields.map((field) =>
    field.name === 'amount' ? { ...field, type: 'double' } : field,
  );
  const schema = schemaJson({ ...record, fields });
  return connectRegistry(registryUrl).register('faults-double-amount', schema);
};

/** A good event that comes straight to Kafka. */
export const goodStraight = (
  codec: Encoder,
  event_id: string,
  changes: Partial<ContentViewed> = {},
): Buffer => codec.encodeEvent(viewed(event_id, changes));

/**
 * One of each kind, their event ids beginning with `prefix`. `doubleId`: the schema id of `registerDoubleAmount`.
 */
export const allPoison = (codec: Encoder, doubleId: number, prefix: string): readonly Poison[] => {
  const id = (name: string): string => `${prefix}-${name}`;
  const good = goodStraight(codec, id('cut'));
  const amount = (name: string, bytes: Buffer): Buffer =>
    replaced(codec.encodeEvent(won(id(name))), known_bytes, avroBytes(bytes));
  const doubled = (name: string, value: number): Buffer => {
    const message = replaced(codec.encodeEvent(won(id(name))), known_bytes, double(value));
    message.writeUInt32BE(doubleId, 1);
    return message;
  };
  const notUtf8 = (message: Buffer): Buffer =>
    replaced(message, Buffer.from(known_text), Buffer.from(known_text).fill(0xff, 2, 5));
  const poison = (kind: string, code: string, value: Buffer | null): Poison => ({ kind, code, value });
  return [
    poison('a tombstone', 'tombstone', null),
    poison('an empty message', 'truncated', Buffer.alloc(0)),
    poison('half a schema id', 'truncated', Buffer.from([0, 0, 7])),
    poison('a wrong magic byte', 'wrong_magic_byte', Buffer.concat([Buffer.from([9]), good.subarray(1)])),
    poison('an unknown schema id', 'unknown_schema_id', Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1, 2])),
    poison('a schema id beyond 31 bits', 'unknown_schema_id', Buffer.from([0, 0xff, 0xff, 0xff, 0xfe, 1])),
    poison('truncated Avro', 'undecodable', good.subarray(0, good.length - 3)),
    poison('an Avro header alone', 'undecodable', good.subarray(0, 5)),
    poison('bytes behind the record', 'undecodable', Buffer.concat([good, Buffer.from('more')])),
    poison(
      'invalid UTF-8 in a field',
      'invalid_utf8',
      notUtf8(goodStraight(codec, id('field'), { content_id: known_text })),
    ),
    poison(
      'invalid UTF-8 in a property',
      'invalid_utf8',
      notUtf8(goodStraight(codec, id('property'), { properties: { note: known_text } })),
    ),
    poison('the text NaN as an amount', 'invalid_field', amount('nan', Buffer.from('NaN'))),
    poison('an amount of 38 digits', 'invalid_field', amount('overflow', Buffer.alloc(16, 0x7f))),
    poison(
      'an amount below the smallest',
      'invalid_field',
      amount('underflow', Buffer.from([0x80, ...Buffer.alloc(15)])),
    ),
    poison('NaN as a double', 'incompatible_schema', doubled('nan-double', NaN)),
    poison('infinity as a double', 'incompatible_schema', doubled('infinity', Infinity)),
    poison(
      'a date in 1970',
      'occurred_at_out_of_range',
      goodStraight(codec, id('epoch'), { occurred_at: 0 }),
    ),
    poison(
      'a date in 9999',
      'occurred_at_out_of_range',
      goodStraight(codec, id('9999'), { occurred_at: year9999 }),
    ),
    poison(
      'received in 9999',
      'received_at_out_of_range',
      goodStraight(codec, id('late'), { occurred_at: year9999, received_at: year9999 }),
    ),
    poison(
      'a date no calendar knows',
      'occurred_at_out_of_range',
      goodStraight(codec, id('never'), { occurred_at: -4_500_000_000_000_000 }),
    ),
    poison('nobody’s event', 'missing_field', goodStraight(codec, id('nobody'), { account_id: null })),
    poison(
      'a text of 900 kB',
      'invalid_field',
      goodStraight(codec, id('large'), { properties: { text: 'x'.repeat(900_000) } }),
    ),
  ];
};
