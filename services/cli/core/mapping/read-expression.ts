// The YAML of templates, values and times → what computes them.
import { durationMs, timeReader, type TimeRule } from './time-rule.ts';
import { expression, type Expression } from './expression.ts';
import type { NodeReader } from './node-reader.ts';
import { parseTemplate, type Template } from './template.ts';

const blank: Template = { references: [], read: () => '' };

export const readTemplate = (node: NodeReader, lookups: ReadonlySet<string>): Template => {
  const parsed = parseTemplate(node.text(), lookups);
  if ('template' in parsed) return parsed.template;
  node.faults(parsed.faults);
  return blank;
};

/** A template, or a map of `value` with `map`, `default`, `decimal`, `thousands`. */
export const readExpression = (node: NodeReader, lookups: ReadonlySet<string>): Expression => {
  if (!node.isMap) return expression(readTemplate(node, lookups));
  node.entries(['value', 'map', 'default', 'decimal', 'thousands']);
  const map = node.at('map').entries();
  return expression(readTemplate(node.at('value'), lookups), {
    ...(map.length > 0 && { map: new Map(map.map(([from, to]) => [from, to.text()])) }),
    byDefault: node.at('default').text(''),
    ...(node.at('decimal').isSet && { decimal: node.at('decimal').text() }),
    ...(node.at('thousands').isSet && { thousands: node.at('thousands').text() }),
  });
};

/** `value`, `format` (one, or a list tried in order), `zone`, `not_before` (another time), `shift` (for example -2s). */
export const readTimeRule = (node: NodeReader, lookups: ReadonlySet<string>): TimeRule => {
  if (!node.isMap) node.fault('must be a map with value and format');
  node.entries(['value', 'format', 'zone', 'not_before', 'shift']);
  const formats = node
    .at('format')
    .list()
    .map((format) => format.text());
  if (formats.length === 0) node.at('format').fault('is required');
  const reader = timeReader(formats, node.at('zone').text('UTC'));
  if ('faults' in reader) node.faults(reader.faults);
  const shift = node.at('shift').text('0s');
  const shift_ms = durationMs(shift);
  if (shift_ms === undefined) node.at('shift').fault(`"${shift}" must read like 2s, -2s, 30m, 4h or 1d`);
  return {
    value: readTemplate(node.at('value'), lookups),
    read: 'read' in reader ? reader.read : () => undefined,
    formats,
    ...(node.at('not_before').isSet && { not_before: readTimeRule(node.at('not_before'), lookups) }),
    shift_ms: shift_ms ?? 0,
  };
};
