// YAML text → mapping, or all of its faults together.
import { parseDocument } from 'yaml';
import type { FileRules, Lookup, Mapping } from './mapping.ts';
import { NodeReader } from './node-reader.ts';
import { readEventRules } from './read-event-rules.ts';
import { readTemplate } from './read-expression.ts';

export type ReadMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly faults: readonly string[] };

const emits_max = 64;

/** Reads a mapping. Each fault says where in the document it is and what would be right. */
export const readMapping = (text: string): ReadMapping => {
  // Failsafe: every value is the text that stands there, so that 007 stays 007.
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0)
    return { ok: false, faults: document.errors.map(({ message }) => message.split('\n')[0] ?? message) };
  const faults: string[] = [];
  const root = new NodeReader(document.toJS(), '', faults);
  if (!root.isMap) return { ok: false, faults: ['a mapping is a YAML map with name and files'] };
  root.entries(['name', 'files']);
  const roles = root.at('files').entries();
  const names = roles.map(([role]) => role);
  const mapping = {
    name: root.at('name').text(),
    files: roles.map(([role, node]) => readFile(role, node, names)),
  };
  if (!mapping.files.some(({ emits }) => emits.length > 0))
    root.at('files').fault('none of them emits an event');
  // What is wrong in `common` is met once for each event of its file.
  return faults.length > 0 ? { ok: false, faults: [...new Set(faults)] } : { ok: true, mapping };
};

const readFile = (role: string, node: NodeReader, roles: readonly string[]): FileRules => {
  node.entries(['pattern', 'delimiter', 'lookups', 'common', 'emits']);
  const delimiter = node.at('delimiter').text(',');
  if (delimiter.length !== 1) node.at('delimiter').fault('must be one character');
  const lookups = node
    .at('lookups')
    .entries()
    .map(([name, lookup]) => readLookup(name, lookup, role, roles));
  const known = new Set(lookups.map(({ name }) => name));
  const emits = node.at('emits').list();
  if (emits.length > emits_max) node.at('emits').fault(`has more than ${emits_max} events`);
  return {
    role,
    pattern: node.at('pattern').text(),
    delimiter,
    lookups,
    emits: emits.map((emit) => readEventRules(emit, node.at('common'), known)),
  };
};

const readLookup = (name: string, node: NodeReader, role: string, roles: readonly string[]): Lookup => {
  node.entries(['file', 'column', 'key', 'required']);
  const file = node.at('file').text();
  if (file === role || !roles.includes(file))
    node.at('file').fault(`"${file}" is not another of the files ${roles.join(', ')}`);
  return {
    name,
    file,
    column: node.at('column').text(),
    key: readTemplate(node.at('key'), new Set()),
    required: node.at('required').flag(false),
  };
};
