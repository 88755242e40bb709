// `when: deal_stage = Won`: whether a row gives an event.
import { parseTemplate, type Reference } from './template.ts';
import type { Row } from './row.ts';

export interface Condition {
  readonly references: readonly Reference[];
  readonly holds: (row: Row) => boolean;
}

const pattern = /^(.+?)\s+(?:(=|!=)\s+(.+)|is\s+(set|empty))$/;

/** `column = text`, `column != text`, `column is set` or `column is empty` → condition, or the faults of the text. */
export const parseCondition = (
  text: string,
  lookups: ReadonlySet<string>,
): { condition: Condition } | { faults: readonly string[] } => {
  const match = pattern.exec(text.trim());
  if (!match)
    return {
      faults: [`"${text}" must read "column = text", "column != text", "column is set" or "column is empty"`],
    };
  const [, column = '', operator, wanted = '', state] = match;
  const parsed = parseTemplate(`{${column}}`, lookups);
  if ('faults' in parsed) return parsed;
  const { references, read } = parsed.template;
  const holds = (row: Row): boolean => {
    const value = read(row);
    if (state) return (state === 'set') === (value !== '');
    return (operator === '=') === (value === wanted);
  };
  return { condition: { references, holds } };
};
