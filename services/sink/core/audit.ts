// The sum that has to come out even: every offset consumed is a row, a dead letter, a repetition, of an erased person, or no message at all.

/** What ClickHouse holds of one partition, counted by distinct offsets from `from_offset` to `to_offset`. 64-bit numbers come as texts. */
export interface AuditRow {
  readonly topic: string;
  readonly partition: number;
  readonly from_offset: string;
  readonly to_offset: string;
  readonly stored: string;
  readonly duplicates: string;
  readonly dead_letters: string;
  readonly repeated: string;
  readonly erased: string;
  readonly absent: string;
}

/** Where the partition ends in Kafka: the next offset to be written. */
export interface PartitionEnd {
  readonly topic: string;
  readonly partition: number;
  readonly end: number;
}

export interface PartitionAudit {
  readonly topic: string;
  readonly partition: number;
  readonly from_offset: number;
  readonly to_offset: number;
  /** Offsets from `from_offset` to `to_offset`: the sum of the six that follow. */
  readonly consumed: number;
  readonly stored: number;
  readonly dead_letters: number;
  readonly repeated: number;
  readonly erased: number;
  readonly absent: number;
  readonly missing: number;
  /** Rows beyond one for an offset. */
  readonly duplicates: number;
  /** Messages in Kafka that are not stored yet. */
  readonly lag_events: number;
  /** Age of the oldest of them, seconds, where this process reads the partition. */
  readonly lag_seconds: number;
}

export interface Audit {
  readonly complete: boolean;
  readonly missing: number;
  readonly duplicates: number;
  readonly partitions: readonly PartitionAudit[];
  readonly audited_at: string;
}

/** `lagMs`: age of the oldest waiting message of a partition, milliseconds. */
export const audit = (
  rows: readonly AuditRow[],
  ends: readonly PartitionEnd[],
  lagMs: (topic: string, partition: number) => number,
  now: number,
): Audit => {
  const partitions = ends.map(({ topic, partition, end }) => {
    const row = rows.find((one) => one.topic === topic && one.partition === partition);
    const lag_seconds = lagMs(topic, partition) / 1_000;
    return row ? partitionAudit(row, end, lag_seconds) : untouched(topic, partition, end, lag_seconds);
  });
  const sum = (of: (one: PartitionAudit) => number): number =>
    partitions.reduce((total, one) => total + of(one), 0);
  const [missing, duplicates] = [sum((one) => one.missing), sum((one) => one.duplicates)];
  return {
    complete: missing === 0 && duplicates === 0,
    missing,
    duplicates,
    partitions,
    audited_at: new Date(now).toISOString(),
  };
};

const partitionAudit = (row: AuditRow, end: number, lag_seconds: number): PartitionAudit => {
  const [from_offset, to_offset] = [Number(row.from_offset), Number(row.to_offset)];
  const [stored, dead_letters, repeated] = [
    Number(row.stored),
    Number(row.dead_letters),
    Number(row.repeated),
  ];
  const [erased, absent] = [Number(row.erased), Number(row.absent)];
  const consumed = to_offset - from_offset + 1;
  return {
    ...{ topic: row.topic, partition: row.partition, from_offset, to_offset, consumed },
    ...{ stored, dead_letters, repeated, erased, absent },
    missing: consumed - stored - dead_letters - repeated - erased - absent,
    duplicates: Number(row.duplicates),
    lag_events: Math.max(0, end - to_offset - 1),
    lag_seconds,
  };
};

/** Nothing was read of it yet. */
const untouched = (topic: string, partition: number, end: number, lag_seconds: number): PartitionAudit => ({
  ...{
    topic,
    partition,
    from_offset: 0,
    to_offset: -1,
    consumed: 0,
    stored: 0,
    dead_letters: 0,
    repeated: 0,
  },
  ...{ erased: 0, absent: 0, missing: 0, duplicates: 0, lag_events: end, lag_seconds },
});
