// From when on each channel tells, kept as the note beside the offsets that are committed: what was derived before a channel was there is no news on it.

/** UTC milliseconds by channel id. */
export type Since = ReadonlyMap<string, number>;

/** Reads a note; what is none of ours says nothing. */
export const readSince = (note: string): Since => {
  try {
    const { since } = JSON.parse(note) as { since?: unknown };
    const entries = Object.entries((since ?? {}) as Record<string, unknown>);
    return new Map(entries.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at * 1000] as const] : [])));
  } catch {
    return new Map();
  }
};

/** In whole seconds, to stay below the 4,096 bytes that brokers take. */
export const writeSince = (since: Since): string =>
  JSON.stringify({
    since: Object.fromEntries([...since].map(([id, at]) => [id, Math.floor(at / 1000)])),
  });

/** Those of the channels there are; a channel that is new begins with what was derived since `new_since`. */
export const sinceOf = (note: string, channel_ids: Iterable<string>, new_since: number): Since => {
  const known = readSince(note);
  return new Map([...channel_ids].map((id) => [id, known.get(id) ?? new_since]));
};
