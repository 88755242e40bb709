// Topic names live here only: key, value and settings of each.

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const days = (count: number): string => String(count * 86_400_000);

export const topics = {
  /** Key: account id, else contact id, else anonymous id. Value: one Avro record per event type. */
  events: { name: 'funnel.events', partitions: 4, config: { 'retention.ms': days(30) } },
  /** Key and bytes as in the original; headers say where from and why. */
  deadLetter: {
    name: 'funnel.events.dead-letter',
    partitions: 1,
    config: { 'retention.ms': days(90), 'max.message.bytes': '6000000' },
  },
  /** Key: account id. Value: SlaFact. */
  sla: { name: 'funnel.sla', partitions: 4, config: { 'retention.ms': days(30) } },
  /** Key: account id. Value: HandoffOutcome. */
  handoffOutcomes: { name: 'funnel.handoff-outcomes', partitions: 4, config: { 'retention.ms': days(30) } },
} as const satisfies Readonly<Record<string, Topic>>;
