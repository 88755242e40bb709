// Native JSON → funnel event, or why not. Time and source come in as arguments: the same input gives the same verdict.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { EventType, FunnelEvent } from './generated.ts';
import { eventJsonSchemas } from './json-schema.ts';
import { eventRecords, typeName, type AvroRecord } from './load.ts';
import { plainEvent } from './plain-event.ts';
import { refusalOf, type Refusal } from './rules.ts';

export type Parsed =
  | { readonly ok: true; readonly event: FunnelEvent }
  | ({ readonly ok: false; readonly event_id?: string } & Refusal);

type Json = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ allowUnionTypes: true, strict: true });
(formats as unknown as (ajv: Ajv, list: string[]) => void)(ajv, ['date-time']);
const validators = new Map<string, ValidateFunction>(
  // `allOf` (which identities and properties are required) is left to the rules, which say it in a sentence.
  [...eventJsonSchemas].map(([type, { allOf: _allOf, ...schema }]) => [type, ajv.compile(schema)]),
);

/** Every field an event of a type has, with null (or {} for properties) where nothing was stated. */
const blanks = new Map<string, Json>(eventRecords.map((record) => [typeName(record), blankOf(record)]));

function blankOf(record: AvroRecord): Json {
  const fields = record.fields.flatMap((field) =>
    field.name === 'header' ? (field.type as AvroRecord).fields : [field],
  );
  return Object.fromEntries(
    fields.filter((field) => field.default !== undefined).map((field) => [field.name, field.default]),
  );
}

/** One JSON value sent by `source` and received at `received_at` (UTC milliseconds) → event or refusal with a code and a sentence. */
export const parseEvent = (value: unknown, source: string, received_at: number): Parsed => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, code: 'not_an_object', message: 'an event is a JSON object' };
  const json = value as Json;
  const plain = plainEvent(json, source, received_at);
  return plain ? { ok: true, event: plain } : judged(json, source, received_at);
};

/** The long way: every event that is refused is refused here, with its sentence. */
export const judged = (json: Json, source: string, received_at: number): Parsed => {
  const named = typeof json['event_id'] === 'string' ? { event_id: json['event_id'] } : {};
  const type = json['type'];
  const validate = typeof type === 'string' ? validators.get(type) : undefined;
  if (!validate) {
    const message =
      type === undefined ? 'type is required' : `type ${JSON.stringify(type)} is not an event type`;
    return { ok: false, code: type === undefined ? 'missing_field' : 'unknown_type', message, ...named };
  }
  if (!validate(json)) return { ok: false, ...refusalFrom(validate.errors?.[0]), ...named };
  if (json['source'] !== undefined && json['source'] !== source)
    return {
      ok: false,
      code: 'source_mismatch',
      message: `the write key stands for source ${source}; leave source out, or state that`,
      ...named,
    };
  const event = toEvent(json, type as EventType, source, received_at);
  const refusal = refusalOf(event);
  return refusal ? { ok: false, ...refusal, ...named } : { ok: true, event };
};

const toEvent = (json: Json, type: EventType, source: string, received_at: number): FunnelEvent =>
  ({
    ...blanks.get(type),
    ...json,
    ...(json['amount'] !== undefined && json['amount'] !== null && { amount: plainDecimal(json['amount']) }),
    type,
    source,
    received_at,
    occurred_at: Date.parse(json['occurred_at'] as string),
  }) as unknown as FunnelEvent;

const plainDecimal = (amount: unknown): string =>
  typeof amount === 'number' ? String(amount) : (amount as string);

const refusalFrom = (error: ErrorObject | undefined): Refusal => {
  const field = (error?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const params = (error?.params ?? {}) as Readonly<Record<string, string>>;
  if (error?.keyword === 'required')
    return { code: 'missing_field', message: `${params['missingProperty']} is required` };
  if (error?.keyword === 'additionalProperties')
    return {
      code: 'unknown_field',
      message: `${params['additionalProperty']} is not a field of this event type; put it into properties`,
    };
  return { code: 'invalid_field', message: `${field} ${error?.message ?? 'is not valid'}` };
};
