// Spans of time, UTC milliseconds: what is left of some when others are cut out.

/** From `from_ms` to `to_ms` (exclusive). */
export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

const cut = (span: Span, out: Span): readonly Span[] => {
  if (out.to_ms <= span.from_ms || span.to_ms <= out.from_ms) return [span];
  const before = { from_ms: span.from_ms, to_ms: out.from_ms };
  const after = { from_ms: out.to_ms, to_ms: span.to_ms };
  return [before, after].filter(({ from_ms, to_ms }) => from_ms < to_ms);
};

/** What of `open` (sorted, disjoint) none of `closed` (in any order) covers; sorted, disjoint. */
export const without = (open: readonly Span[], closed: readonly Span[]): readonly Span[] =>
  closed.reduce((left, out) => left.flatMap((span) => cut(span, out)), open);

/** Spans that touch made one; sorted in, sorted out. */
export const joined = (spans: readonly Span[]): readonly Span[] => {
  const list: Span[] = [];
  for (const span of spans) {
    const last = list.at(-1);
    if (last?.to_ms === span.from_ms) list[list.length - 1] = { from_ms: last.from_ms, to_ms: span.to_ms };
    else list.push(span);
  }
  return list;
};

export const totalMs = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from_ms, to_ms }) => sum + to_ms - from_ms, 0);
