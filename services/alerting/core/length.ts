// Lengths of time as people write them: "90m", "1d 4h".

const unit_ms = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
type Unit = keyof typeof unit_ms;

/** "90m", "1d 4h", "2h30m" → milliseconds by the clock on the wall of the world: a day is 24 hours. */
export const readLength = (text: string): number | undefined => {
  if (!/^(\d+[dhms] ?)+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([dhms])/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unit_ms[unit as Unit], 0);
};

/** 95,400,000 → "1d 2h 30m"; milliseconds are kept. */
export const lengthText = (length_ms: number): string => textIn(['d', 'h', 'm'], length_ms);

/** 95,400,000 → "26h 30m": a business day is as long as a calendar says. */
export const businessText = (length_ms: number): string => textIn(['h', 'm'], length_ms);

const textIn = (units: readonly Unit[], length_ms: number): string => {
  const parts: string[] = [];
  let left = length_ms;
  for (const unit of units) {
    const amount = Math.floor(left / unit_ms[unit]);
    if (amount > 0) parts.push(`${amount}${unit}`);
    left -= amount * unit_ms[unit];
  }
  if (left > 0) parts.push(`${left / 1_000}s`);
  return parts.join(' ') || '0m';
};
