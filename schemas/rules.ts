// The rules an event keeps beyond its shape: lengths, ranges, required identities. The same for HTTP and for messages written straight to Kafka.
import { isCurrency, minorDigits } from './currency.ts';
import { toScaled } from './decimal.ts';
import type { EventType, FunnelEvent } from './generated.ts';
import { eventRecords, typeName, type AvroField, type AvroRecord, type RequiredProperty } from './load.ts';

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Nothing of a B2B funnel happened before: a 0 or a two-digit year read wrong, not an event. */
export const occurred_at_min = Date.UTC(2000, 0, 1);
/** A clock may run ahead by this much. */
export const ahead_ms_max = 24 * 3_600_000;

const fieldsOf = (record: AvroRecord): readonly AvroField[] =>
  record.fields.flatMap((field) => (field.name === 'header' ? (field.type as AvroRecord).fields : [field]));

interface Limits {
  readonly texts: readonly AvroField[];
  readonly requires: readonly (readonly string[])[];
  readonly requiresProperties: readonly RequiredProperty[];
}

const limits = new Map<EventType, Limits>(
  eventRecords.map((record) => [
    typeName(record) as EventType,
    {
      texts: fieldsOf(record).filter((field) => field.maxLength && field.name !== 'properties'),
      requires: record.requires ?? [],
      requiresProperties: record.requiresProperties ?? [],
    },
  ]),
);
const properties = eventRecords[0]
  ? fieldsOf(eventRecords[0]).find((field) => field.name === 'properties')
  : undefined;

/** Why an event is refused, or undefined where it is good. Times are judged against the event's own `received_at`, so the verdict never changes. */
export const refusalOf = (event: FunnelEvent): Refusal | undefined => {
  const rules = limits.get(event.type);
  if (!rules) return { code: 'unknown_type', message: `type ${String(event.type)} is not an event type` };
  const values = event as unknown as Readonly<Record<string, unknown>>;
  return (
    textRefusal(rules.texts, values) ??
    identityRefusal(rules.requires, values) ??
    timeRefusal(event) ??
    moneyRefusal(values) ??
    propertiesRefusal(event) ??
    requiredPropertiesRefusal(rules.requiresProperties, event.properties, values)
  );
};

const textRefusal = (
  texts: readonly AvroField[],
  values: Readonly<Record<string, unknown>>,
): Refusal | undefined => {
  for (const field of texts) {
    const value = values[field.name];
    const refusal = typeof value === 'string' ? oneTextRefusal(field.name, value, field) : undefined;
    if (refusal) return refusal;
  }
  return undefined;
};

const oneTextRefusal = (
  name: string,
  value: string,
  { minLength = 0, maxLength = Infinity }: Pick<AvroField, 'minLength' | 'maxLength'>,
): Refusal | undefined => {
  if (value.length < minLength) return { code: 'invalid_field', message: `${name} is empty` };
  if (value.length > maxLength)
    return { code: 'invalid_field', message: `${name} is longer than ${maxLength} characters` };
  if (value.includes('\u0000')) return { code: 'invalid_field', message: `${name} holds a zero character` };
  if (!value.isWellFormed()) return { code: 'invalid_field', message: `${name} holds half a character` };
  return undefined;
};

const identityRefusal = (
  requires: readonly (readonly string[])[],
  values: Readonly<Record<string, unknown>>,
): Refusal | undefined => {
  const missing = requires.find((group) => group.every((name) => !values[name]));
  return (
    missing && {
      code: 'missing_field',
      message:
        missing.length === 1 ? `${missing[0]} is required` : `one of ${missing.join(', ')} is required`,
    }
  );
};

const timeRefusal = ({ occurred_at, received_at }: FunnelEvent): Refusal | undefined => {
  if (!Number.isFinite(occurred_at) || occurred_at < occurred_at_min)
    return { code: 'occurred_at_out_of_range', message: 'occurred_at is before the year 2000' };
  if (occurred_at > received_at + ahead_ms_max)
    return { code: 'occurred_at_out_of_range', message: 'occurred_at is more than 24 hours in the future' };
  return undefined;
};

const moneyRefusal = ({ amount, currency }: Readonly<Record<string, unknown>>): Refusal | undefined => {
  if (amount === undefined || amount === null)
    return currency ? { code: 'missing_field', message: 'currency is stated without an amount' } : undefined;
  if (typeof currency !== 'string')
    return { code: 'missing_field', message: 'currency is required with an amount' };
  if (!isCurrency(currency))
    return { code: 'invalid_field', message: `currency ${currency} is not an ISO 4217 code` };
  const digits = minorDigits(currency);
  const scaled = typeof amount === 'string' ? toScaled(amount, digits) : undefined;
  if (scaled === undefined)
    return {
      code: 'invalid_field',
      message: `amount must be a decimal of at most ${digits} decimals in ${currency}`,
    };
  const most = 10n ** BigInt(14 + digits);
  return scaled >= most || scaled <= -most
    ? { code: 'invalid_field', message: 'amount has more than 14 digits before the point' }
    : undefined;
};

const propertiesRefusal = (event: FunnelEvent): Refusal | undefined => {
  const entries = Object.entries(event.properties);
  const { maxEntries = 64, maxLength = 1024 } = properties ?? {};
  if (entries.length > maxEntries)
    return { code: 'invalid_field', message: `properties has more than ${maxEntries} entries` };
  // Half a surrogate pair has no UTF-8: it would come back as another text.
  if (entries.some(([name, value]) => !name.isWellFormed() || !value.isWellFormed()))
    return { code: 'invalid_field', message: 'properties holds half a character' };
  const long = entries.find(([name, value]) => name.length > 128 || value.length > maxLength);
  return (
    long && {
      code: 'invalid_field',
      message: `properties.${long[0].slice(0, 128)} is longer than ${maxLength} characters, or its name than 128`,
    }
  );
};

const requiredPropertiesRefusal = (
  required: readonly RequiredProperty[],
  properties: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
): Refusal | undefined => {
  for (const property of required) {
    const name = `properties.${property.name}`;
    const value = properties[property.name];
    if (value === undefined) return { code: 'missing_field', message: `${name} is required` };
    const refusal = oneTextRefusal(name, value, property);
    if (refusal) return refusal;
    if (property.oneOf && !property.oneOf.includes(value))
      return { code: 'invalid_field', message: `${name} must be one of ${property.oneOf.join(', ')}` };
    if (property.differsFrom && value === values[property.differsFrom])
      return { code: 'invalid_field', message: `${name} must be another id than ${property.differsFrom}` };
  }
  return undefined;
};
