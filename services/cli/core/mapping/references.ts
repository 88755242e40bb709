// Which columns a mapping reads from each file, so that a file that lacks one is told before a row is sent.
import type { FileRules, Mapping } from './mapping.ts';
import type { Reference } from './template.ts';
import type { TimeRule } from './time-rule.ts';

const ofTime = (rule: TimeRule): readonly Reference[] => [
  ...rule.value.references,
  ...(rule.not_before ? ofTime(rule.not_before) : []),
];

const ofFile = (file: FileRules): readonly Reference[] => [
  ...file.lookups.flatMap(({ key }) => key.references),
  ...file.emits.flatMap((event) => [
    ...ofTime(event.occurred_at),
    ...event.when.flatMap(({ references }) => references),
    ...[...event.fields.values(), ...event.properties.values()].flatMap(({ references }) => references),
  ]),
];

/** The columns that the file of a role must have. */
export const columnsOf = (mapping: Mapping, role: string): ReadonlySet<string> => {
  const columns = new Set<string>();
  for (const file of mapping.files) {
    const lookups = new Map(file.lookups.map((lookup) => [lookup.name, lookup]));
    for (const { file: target, column } of file.lookups) if (target === role) columns.add(column);
    for (const reference of ofFile(file)) {
      if (reference.from === 'row' && file.role === role) columns.add(reference.column);
      if (reference.from === 'lookup' && lookups.get(reference.lookup)?.file === role)
        columns.add(reference.column);
    }
  }
  return columns;
};

/** Whether any event of the file reads `{@row_key}`, which takes memory for each row. */
export const readsRowKey = (file: FileRules): boolean =>
  ofFile(file).some((reference) => reference.from === 'place' && reference.name === 'row_key');
