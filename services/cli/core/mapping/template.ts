// Texts with `{column}`, `{lookup.column}`, `{@row}` and `{@row_key}` in them, `|slug` and the like applied to one value.
import type { Row } from './row.ts';
import { slug } from './slug.ts';

/** What a template reads: a column of the row itself, of a looked-up row, or the row's place. */
export type Reference =
  | { readonly from: 'row'; readonly column: string }
  | { readonly from: 'lookup'; readonly lookup: string; readonly column: string }
  | { readonly from: 'place'; readonly name: 'row' | 'row_key' };

export interface Template {
  readonly references: readonly Reference[];
  /** The text for a row; empty where any column it names is empty. */
  readonly read: (row: Row) => string;
}

const filters: Readonly<Record<string, (text: string) => string>> = {
  slug,
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

const places: Readonly<Record<string, Reference>> = {
  '@row': { from: 'place', name: 'row' },
  '@row_key': { from: 'place', name: 'row_key' },
};

const referenceOf = (name: string, lookups: ReadonlySet<string>): Reference => {
  const place = places[name];
  if (place) return place;
  const dot = name.indexOf('.');
  const lookup = name.slice(0, Math.max(dot, 0));
  return lookups.has(lookup)
    ? { from: 'lookup', lookup, column: name.slice(dot + 1) }
    : { from: 'row', column: name };
};

/** What a reference says for a row; empty where the column or the looked-up row is missing. */
const valueOf = (reference: Reference, row: Row): string => {
  if (reference.from === 'row') return row.cells[reference.column] ?? '';
  if (reference.from === 'lookup') return row.found[reference.lookup]?.[reference.column] ?? '';
  return reference.name === 'row' ? String(row.number) : row.key;
};

/** Text → template, or the faults of the text. `lookups` are the names that may stand before a dot. */
export const parseTemplate = (
  text: string,
  lookups: ReadonlySet<string>,
): { template: Template } | { faults: readonly string[] } => {
  const faults: string[] = [];
  const references: Reference[] = [];
  const parts = text.split(/(\{[^{}]*\})/).map((part, index): ((row: Row) => string) => {
    if (index % 2 === 0) {
      if (/[{}]/.test(part)) faults.push(`"${text}" has a brace without its partner`);
      return () => part;
    }
    const [name = '', ...names] = part
      .slice(1, -1)
      .split('|')
      .map((piece) => piece.trim());
    if (!name) faults.push(`"${text}" has empty braces`);
    if (name.startsWith('@') && !places[name])
      faults.push(`"${name}" is not known; there are {@row} and {@row_key}`);
    const unknown = names.filter((filter) => !filters[filter]);
    if (unknown.length > 0)
      faults.push(`"|${unknown.join('|')}" is not known; there are |${Object.keys(filters).join(', |')}`);
    const reference = referenceOf(name, lookups);
    references.push(reference);
    return (row) =>
      names.reduce((value, filter) => filters[filter]?.(value) ?? value, valueOf(reference, row));
  });
  if (faults.length > 0) return { faults };
  return { template: { references, read: (row) => joined(parts, row) } };
};

const joined = (parts: readonly ((row: Row) => string)[], row: Row): string => {
  let text = '';
  for (const [index, part] of parts.entries()) {
    const value = part(row);
    if (index % 2 === 1 && value === '') return '';
    text += value;
  }
  return text;
};
