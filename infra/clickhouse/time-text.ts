/** A moment (UTC milliseconds) as ClickHouse reads a `DateTime64(3)` parameter in UTC. */
export const timeText = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, -1);
