// A request's body → JSON values, each with its index; a line of NDJSON that does not parse is a refusal of its own.

export type Value =
  { readonly index: number; readonly value: unknown } | { readonly index: number; readonly fault: string };

export type Body =
  | { readonly ok: true; readonly values: readonly Value[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** One event or an array of events. */
export const parseJsonBody = (text: string): Body => {
  const parsed = tryParse(text);
  if ('fault' in parsed)
    return { ok: false, code: 'invalid_json', message: `the body is not JSON: ${parsed.fault}` };
  const values = Array.isArray(parsed.value) ? (parsed.value as unknown[]) : [parsed.value];
  return someOf(values.map((value, index) => ({ index, value })));
};

/** One event per line; empty lines are skipped but counted in the index. */
export const parseNdjsonBody = (text: string): Body =>
  someOf(
    text
      .split('\n')
      .map((line, index) => ({ line: line.trim(), index }))
      .filter(({ line }) => line !== '')
      .map(({ line, index }) => ({ index, ...tryParse(line) })),
  );

const someOf = (values: readonly Value[]): Body =>
  values.length > 0 ? { ok: true, values } : { ok: false, code: 'empty', message: 'the body holds no event' };

const tryParse = (text: string): { value: unknown } | { fault: string } => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: (error as Error).message };
  }
};
