// Money of the demo in cents, and how a sum is split without losing one.

export const currency = 'EUR';

/** 1234567 → "12345.67". */
export const amountText = (cents: number): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Equal parts that add up: the earlier ones get the cents that are left. */
export const equalParts = (cents: number, count: number): readonly number[] => {
  const part = Math.floor(cents / count);
  const left = cents - part * count;
  return Array.from({ length: count }, (_, index) => (index < left ? part + 1 : part));
};
