// Row → events, or why the row doesn't fit. A row is taken whole or not at all.
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import type { EventRules, FileRules } from './mapping.ts';
import type { Row } from './row.ts';
import { timeOf } from './time-rule.ts';

/** An event in the native JSON of the HTTP API. */
export type NativeJsonEvent = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly event_id: string;
  readonly occurred_at: string;
};

export type MappedRow =
  | { readonly ok: true; readonly events: readonly NativeJsonEvent[] }
  | { readonly ok: false; readonly reason: string };

/** The events of a row in the order of the mapping. Checked by the same rules as ingest's; `now` (UTC milliseconds) judges dates in the future. */
export const mapRow = (file: FileRules, row: Row, now: number): MappedRow => {
  const unfound = file.lookups.find(({ name, required }) => required && !row.found[name]);
  if (unfound)
    return {
      ok: false,
      reason: `no row of ${unfound.file} has ${unfound.column} "${unfound.key.read(row)}"`,
    };
  const events: NativeJsonEvent[] = [];
  for (const rules of file.emits) {
    if (!rules.when.every(({ holds }) => holds(row))) continue;
    const mapped = mapEvent(rules, row, now);
    if ('reason' in mapped) return { ok: false, reason: `${rules.type}: ${mapped.reason}` };
    events.push(mapped.event);
  }
  return events.length > 0
    ? { ok: true, events }
    : { ok: false, reason: 'no event of the mapping applies to it' };
};

const mapEvent = (
  rules: EventRules,
  row: Row,
  now: number,
): { readonly event: NativeJsonEvent } | { readonly reason: string } => {
  const time = timeOf(rules.occurred_at, row);
  if ('reason' in time) return time;
  const fields = stated(rules.fields, row);
  const amount = fields['amount'];
  if (amount === undefined) delete fields['currency'];
  else if (!/^-?\d{1,14}(\.\d{1,4})?$/.test(amount))
    return { reason: `amount "${amount}" is not a decimal number` };
  const properties = stated(rules.properties, row);
  const event = {
    type: rules.type,
    ...fields,
    occurred_at: new Date(time.at_ms).toISOString(),
    ...(Object.keys(properties).length > 0 && { properties }),
  } as unknown as NativeJsonEvent;
  const parsed = parseEvent(event, 'import', now);
  return parsed.ok ? { event } : { reason: parsed.message };
};

const stated = (rules: EventRules['fields'], row: Row): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const [name, { read }] of rules) {
    const value = read(row);
    if (value !== '') values[name] = value;
  }
  return values;
};
