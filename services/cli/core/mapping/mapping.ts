// A mapping, read and checked: which files belong together and which events each of their rows gives.
import type { Condition } from './condition.ts';
import type { Expression } from './expression.ts';
import type { Template } from './template.ts';
import type { TimeRule } from './time-rule.ts';

export interface Mapping {
  readonly name: string;
  /** In the order in which they are sent. */
  readonly files: readonly FileRules[];
}

export interface FileRules {
  /** What the mapping calls this file. */
  readonly role: string;
  /** Names the file has, with * for any characters. */
  readonly pattern: string;
  readonly delimiter: string;
  readonly lookups: readonly Lookup[];
  readonly emits: readonly EventRules[];
}

/** Finds the row of another file whose `column` equals `key`. */
export interface Lookup {
  readonly name: string;
  readonly file: string;
  readonly column: string;
  readonly key: Template;
  /** True: a row that finds nothing doesn't fit. False: what would come from there is left out. */
  readonly required: boolean;
}

export interface EventRules {
  readonly type: string;
  /** All must hold. */
  readonly when: readonly Condition[];
  readonly occurred_at: TimeRule;
  /** Every other field by name. */
  readonly fields: ReadonlyMap<string, Expression>;
  readonly properties: ReadonlyMap<string, Expression>;
}
