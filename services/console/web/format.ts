// Values → what people read: counts, shares, money, durations, UTC times and months.

const locale = 'en';
const nothing = '–';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });

export const formatCount = (value: number): string => whole.format(value);
export const formatDecimal = (value: number): string => decimal.format(value);

/** 0.315 → `31.5%`; null → `–`. */
export const formatShare = (value: number | null): string => (value === null ? nothing : share.format(value));

/** `part` of `total`; null where there is no total. */
export const shareOf = (part: number, total: number): number | null => (total > 0 ? part / total : null);

/** `1 account`, `2 accounts`, `2 breaches`, `2 opportunities`. */
export const plural = (count: number, word: string): string =>
  `${formatCount(count)} ${count === 1 ? word : /(s|ch)$/.test(word) ? `${word}es` : word.replace(/y$/, 'ie') + 's'}`;

const moneyFormat = (currency: string, compact: boolean): Intl.NumberFormat | undefined => {
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      ...(compact ? { notation: 'compact' as const, maximumFractionDigits: 1 } : {}),
    });
  } catch {
    return undefined;
  }
};

/** Exact decimal text in a currency → `€1,234.50`. A code that Intl does not know stands behind the amount. */
export const formatMoney = (amount: string, currency: string): string =>
  moneyFormat(currency, false)?.format(amount as `${number}`) ?? `${amount} ${currency}`.trim();

/** The same, short for chart labels: `€1.2M`. */
export const formatMoneyShort = (amount: string, currency: string): string =>
  moneyFormat(currency, true)?.format(amount as `${number}`) ?? `${amount} ${currency}`.trim();

/** True where two decimal texts are the same number, however many zeros they end in. */
export const sameDecimal = (a: string, b: string): boolean => trimmed(a) === trimmed(b);

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const pair = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small > 0 ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;

/** Seconds, in the two units that matter: `3 d 4 h`, `5 min`, `20 s`; null → `–`. */
export const formatDuration = (seconds: number | null): string => {
  if (seconds === null) return nothing;
  const whole_s = Math.round(Math.abs(seconds));
  if (whole_s < minute) return `${whole_s} s`;
  if (whole_s < hour) return `${Math.floor(whole_s / minute)} min`;
  if (whole_s < day)
    return pair(Math.floor(whole_s / hour), 'h', Math.floor((whole_s % hour) / minute), 'min');
  if (whole_s < 14 * day)
    return pair(Math.floor(whole_s / day), 'd', Math.floor((whole_s % day) / hour), 'h');
  return `${formatCount(Math.round(whole_s / day))} d`;
};

/** Business seconds, never in days, which are shorter in business: `94 h 2 min`. */
export const formatBusinessTime = (seconds: number | null): string => {
  if (seconds === null || seconds < hour) return formatDuration(seconds);
  const whole_s = Math.round(seconds);
  return pair(Math.floor(whole_s / hour), 'h', Math.floor((whole_s % hour) / minute), 'min');
};

/** A countdown, to the second while less than an hour is left. */
export const formatCountdown = (seconds: number): string => {
  const whole_s = Math.floor(Math.abs(seconds));
  return whole_s < hour
    ? pair(Math.floor(whole_s / minute), 'min', whole_s % minute, 's')
    : formatDuration(whole_s);
};

const time = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
/** British order, but every month three letters long. */
const spelled = (format: Intl.DateTimeFormat, iso: string): string =>
  format.format(new Date(iso)).replace('Sept', 'Sep');

const monthOnly = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });

/** ISO time → `23 Nov 2026, 14:05`, always UTC (the heading says so); null → `–`. */
export const formatTime = (iso: string | null): string =>
  iso === null || Number.isNaN(Date.parse(iso)) ? nothing : spelled(time, iso);

const timeThisYear = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** The same without the year where it is the year of `now` (milliseconds since 1970): `23 Nov, 14:05`. */
export const formatTimeNear = (iso: string | null, now: number): string =>
  iso !== null && iso.slice(0, 4) === new Date(now).toISOString().slice(0, 4)
    ? spelled(timeThisYear, iso)
    : formatTime(iso);

/** `2026-11` or `2026-11-01` → `Nov 2026`. */
export const formatMonth = (month: string): string => spelled(monthOnly, `${month.slice(0, 7)}-01T00:00:00Z`);
