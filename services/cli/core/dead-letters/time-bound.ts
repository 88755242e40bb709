// A moment in the past as people name it: a time with a zone, or how long ago.

const unit_ms: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `2026-03-04T10:30:00Z`, `90m`, `24h` or `7d` → UTC milliseconds; undefined where the text is none of them. */
export const parseSince = (text: string, now_ms: number): number | undefined => {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return now_ms - Number(count) * (unit_ms[unit] ?? 0);
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};
