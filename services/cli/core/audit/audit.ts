// What the sink tells about completeness, and its verdict in a sentence.

/** One partition. Numbers of offsets, but for lag_seconds. */
export interface PartitionAudit {
  readonly topic: string;
  readonly partition: number;
  /** = stored + dead_letters + repeated + erased + absent + missing. */
  readonly consumed: number;
  readonly stored: number;
  readonly dead_letters: number;
  readonly repeated: number;
  readonly erased: number;
  readonly absent: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly lag_events: number;
  readonly lag_seconds: number;
}

/** The answer of the sink's /audit. */
export interface Audit {
  readonly complete: boolean;
  readonly missing: number;
  readonly duplicates: number;
  readonly partitions: readonly PartitionAudit[];
  readonly audited_at: string;
}

/** Nothing is missing and nothing is there twice. */
export const holds = ({ missing, duplicates }: Audit): boolean => missing === 0 && duplicates === 0;

const columns = [
  'consumed',
  'stored',
  'dead_letters',
  'repeated',
  'erased',
  'absent',
  'missing',
  'duplicates',
] as const;

/** A heading, one row a partition, and a sum. */
export const auditRows = ({ partitions }: Audit): readonly (readonly (string | number)[])[] => {
  const sum = (column: (typeof columns)[number]): number =>
    partitions.reduce((total, partition) => total + partition[column], 0);
  return [
    [
      'partition',
      'consumed =',
      'stored +',
      'dead letters +',
      'repeated +',
      'erased +',
      'absent +',
      'missing',
    ].concat('duplicates', 'lag, events', 'lag, s'),
    ...partitions.map((one) => [
      `${one.topic}/${one.partition}`,
      ...columns.map((column) => one[column]),
      one.lag_events,
      Math.round(one.lag_seconds * 10) / 10,
    ]),
    [
      'all',
      ...columns.map(sum),
      partitions.reduce((total, { lag_events }) => total + lag_events, 0),
      Math.round(Math.max(0, ...partitions.map(({ lag_seconds }) => lag_seconds)) * 10) / 10,
    ],
  ];
};

/** For example "complete: 1,200 messages consumed, none missing, none stored twice". */
export const verdict = (audit: Audit): string => {
  const count = (number: number): string => number.toLocaleString('en-US');
  const consumed = audit.partitions.reduce((total, partition) => total + partition.consumed, 0);
  if (holds(audit)) return `complete: ${count(consumed)} messages consumed, none missing, none stored twice`;
  const faults = [
    ...(audit.missing > 0 ? [`${count(audit.missing)} missing`] : []),
    ...(audit.duplicates > 0 ? [`${count(audit.duplicates)} stored twice`] : []),
  ];
  return `NOT complete: of ${count(consumed)} messages consumed ${faults.join(', ')}`;
};
