// Lookback windows: how many days before the conversion a touch may be.

/** `30,90,365` → days in order, without repetitions; or what is wrong with the text. Each from 1 day to 10 years. */
export const parseWindows = (
  text: string,
): { readonly lookback_days: readonly number[] } | { readonly fault: string } => {
  const days = [...new Set(text.split(',').map((part) => Number(part.trim())))].sort((a, b) => a - b);
  const wrong = days.find((count) => !Number.isInteger(count) || count < 1 || count > 3_650);
  return wrong === undefined
    ? { lookback_days: days }
    : { fault: `"${text}" is not a list of whole numbers of days from 1 to 3650` };
};
