// Rows as ClickHouse writes them → as the API promises them: every `*_at` is ISO 8601 in UTC. Pure.

const clickhouseTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** `2026-03-01 10:00:00.000` in a column named `*_at` → `2026-03-01T10:00:00.000Z`. Everything else is left as it is. */
export const isoTimes = <Row extends object>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      name.endsWith('_at') && typeof value === 'string'
        ? [name, value.replace(clickhouseTime, '$1T$2Z')]
        : [name, value],
    ),
  ) as Row;
