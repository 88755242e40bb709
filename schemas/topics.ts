// Topic names live here only: key, value and settings of each.

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** Which setting says how long its messages stay. */
  readonly retention: 'events' | 'dead_letters';
  readonly config: Readonly<Record<string, string>>;
}

const days = (count: number): string => String(count * 86_400_000);
/** Only closed segments are removed: one a day, so that no message outlives its retention by more. */
const daily = { 'segment.ms': days(1) };

export const topics = {
  /** Key: account id, else contact id, else anonymous id. Value: one Avro record per event type. */
  events: { name: 'funnel.events', partitions: 4, retention: 'events', config: daily },
  /** Key and bytes as in the original; headers say where from and why. */
  deadLetter: {
    name: 'funnel.events.dead-letter',
    partitions: 1,
    retention: 'dead_letters',
    config: { ...daily, 'max.message.bytes': '6000000' },
  },
  /** Key: account id. Value: SlaFact. */
  sla: { name: 'funnel.sla', partitions: 4, retention: 'events', config: daily },
  /** Key: account id. Value: HandoffOutcome. */
  handoffOutcomes: { name: 'funnel.handoff-outcomes', partitions: 4, retention: 'events', config: daily },
} as const satisfies Readonly<Record<string, Topic>>;
