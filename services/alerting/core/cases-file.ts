// A file of cases (YAML text) → cases, or every fault of it with its line.
import { isSeq } from 'yaml';
import { expectedKinds, type Case, type Cases, type ExpectedKind, type Look } from './cases.ts';
import { readCaseEvent } from './cases-event.ts';
import { readExpectedFact } from './cases-fact.ts';
import { readTimeAt } from './cases-moment.ts';
import { readMoment } from './moment.ts';
import type { StageEvent } from './stage-event.ts';
import { YamlReader, type Spot } from './yaml-reader.ts';

export type CasesFile =
  { readonly ok: true; readonly file: Cases } | { readonly ok: false; readonly faults: readonly string[] };

export const readCasesFile = (text: string): CasesFile => {
  const reader = new YamlReader(text);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const fields = reader.fields(reader.root, ['policies', 'cases'], ['directory']);
  const policies = (fields.policies && reader.text(fields.policies)) ?? '';
  const directory = fields.directory && reader.text(fields.directory);
  const list = fields.cases ? reader.list(fields.cases) : [];
  if (fields.cases && list.length === 0) reader.fault(fields.cases, 'needs a case');
  const cases = list.flatMap((spot) => readCase(reader, spot) ?? []);
  checkNames(reader, list, cases);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  return { ok: true, file: { policies, directory, cases } };
};

const checkNames = (reader: YamlReader, list: readonly Spot[], cases: readonly Case[]): void => {
  const seen = new Set<string>();
  for (const { name, line } of cases) {
    const spot = list.find((one) => one.line === line);
    if (spot && seen.has(name)) reader.fault(spot, `"${name}" is there twice`);
    seen.add(name);
  }
};

const readCase = (reader: YamlReader, spot: Spot): Case | undefined => {
  const fields = reader.fields(spot, ['name', 'start', 'events', 'expect'], []);
  const name = fields.name && reader.text(fields.name);
  const start = fields.start && readStart(reader, fields.start);
  if (start === undefined || !fields.events || !fields.expect) return undefined;
  const events: StageEvent[] = [];
  for (const [at, one] of reader.list(fields.events).entries()) {
    const event = readCaseEvent(reader, one, start, at, events);
    if (event) events.push(event);
  }
  if (events.length === 0) reader.fault(fields.events, 'needs an event: nothing else makes facts');
  const looks = readLooks(reader, fields.expect, start);
  return name === undefined ? undefined : { name, line: spot.line, start, events, looks };
};

const readStart = (reader: YamlReader, spot: Spot): number | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  return readMoment(text) ?? reader.fault(spot, `"${text}" is neither a date nor a time with a zone`);
};

const readLooks = (reader: YamlReader, spot: Spot, start: number): readonly Look[] => {
  const list = reader.list(spot);
  if (list.length === 0) reader.fault(spot, 'expects nothing: the case would always pass');
  const looks = list.map((one) => readLook(reader, one, start));
  looks.forEach((look, at) => {
    const former = looks[at - 1];
    const rises = !former || (former.look_at ?? Infinity) < (look.look_at ?? Infinity);
    if (!rises && list[at])
      reader.fault(list[at], 'must look later than the one before; one without look_at looks last');
  });
  return looks;
};

const readLook = (reader: YamlReader, spot: Spot, start: number): Look => {
  const fields = reader.fields(spot, ['facts'], ['look_at', 'only']);
  const facts = fields.facts ? reader.list(fields.facts) : [];
  const only = fields.only ? readOnly(reader, fields.only) : [];
  if (fields.facts && facts.length === 0 && only.length === 0)
    reader.fault(
      fields.facts,
      'expects nothing: only: true (or only: [breached]) says that nothing was said',
    );
  return {
    line: spot.line,
    look_at: fields.look_at && readTimeAt(reader, fields.look_at, start),
    facts: facts.flatMap((one) => readExpectedFact(reader, one, start) ?? []),
    only: new Set(only),
  };
};

/** `only: true` means every kind, `only: [breached]` that one, `only: false` none. */
const readOnly = (reader: YamlReader, spot: Spot): readonly ExpectedKind[] => {
  if (isSeq(spot.node)) return reader.list(spot).flatMap((one) => reader.oneOf(one, expectedKinds) ?? []);
  const text = reader.text(spot);
  if (text === 'true') return expectedKinds;
  if (text !== undefined && text !== 'false')
    reader.fault(spot, `"${text}" is neither true nor false nor a list of facts, such as [breached]`);
  return [];
};
