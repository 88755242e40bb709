// How a conversion is divided among the channels of its path.

/**
 * The share of each distinct channel of a path: its removal effect of the sum of theirs, equal ones where all are 0.
 * A channel without an effect has the effect 0. In order of first appearance; they add up to 1 within rounding.
 */
export const pathShares = (
  channels: readonly string[],
  effects: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> => {
  const distinct = [...new Set(channels)];
  const total = distinct.reduce((sum, channel) => sum + (effects.get(channel) ?? 0), 0);
  return new Map(
    distinct.map((channel) => [
      channel,
      total === 0 ? 1 / distinct.length : (effects.get(channel) ?? 0) / total,
    ]),
  );
};
