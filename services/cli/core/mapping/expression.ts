// The value of a field: a template, then a map of values, a default where it is empty, and the marks of a number put right.
import type { Row } from './row.ts';
import type { Reference, Template } from './template.ts';

export interface Expression {
  readonly references: readonly Reference[];
  /** The value for a row; empty means: leave the field out. */
  readonly read: (row: Row) => string;
}

export interface ValueRules {
  /** Value → value; one that is not listed stays as it is. */
  readonly map?: ReadonlyMap<string, string>;
  /** Stands where the value is empty. */
  readonly byDefault?: string;
  /** How the export writes numbers, for example decimal "," and thousands ".". */
  readonly decimal?: string;
  readonly thousands?: string;
}

export const expression = (template: Template, rules: ValueRules = {}): Expression => {
  const { map, byDefault = '', decimal, thousands } = rules;
  const read = (row: Row): string => {
    const text = template.read(row);
    if (text === '') return byDefault;
    const mapped = map?.get(text) ?? text;
    return decimal === undefined && thousands === undefined
      ? mapped
      : plainNumber(mapped, decimal, thousands);
  };
  return { references: template.references, read };
};

const plainNumber = (text: string, decimal = '.', thousands = ''): string => {
  const ungrouped = thousands ? text.replaceAll(thousands, '') : text;
  return ungrouped.replaceAll(decimal, '.').trim();
};
