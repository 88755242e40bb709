// What becomes of each message of funnel.sla: a row, a dead letter, or nothing because the fact is stored already.
import type { Decoded } from '@revloop/schemas/codec.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { fullName, slaRecords } from '@revloop/schemas/load.ts';
import type { Refusal } from '@revloop/schemas/rules.ts';
import type { DeadLetter, IsErased, Message } from './event-batch.ts';
import type { Place } from './event-columns.ts';
import { timeRefusal, timeText } from './time.ts';

export interface ReadFact {
  readonly message: Message;
  readonly decoded: Decoded<object> & { readonly recordName?: string };
}

const factRecord = slaRecords.filter(({ name }) => name === 'SlaFact').map(fullName)[0];

const refusalOf = ({ decoded }: ReadFact): Refusal | undefined => {
  if (!decoded.ok) return decoded;
  if (decoded.recordName !== factRecord)
    return { code: 'unknown_record', message: `${decoded.recordName ?? 'the record'} is not an SLA fact` };
  const { started_at, due_at, at, derived_at, until, policy_version } = decoded.value as SlaFact;
  if (policy_version < 0) return { code: 'invalid_field', message: 'policy_version is negative' };
  return timeRefusal({ started_at, due_at, at, derived_at, ...(until !== null && { until }) });
};

/** Row of `stored_sla_facts`. */
const slaFactRow = (fact: SlaFact, { topic, partition }: Place, offset: string) => ({
  ...fact,
  owner_id: fact.owner_id ?? '',
  outcome: fact.outcome ?? '',
  reason: fact.reason ?? '',
  cause_event_id: fact.cause_event_id ?? '',
  channel: fact.channel ?? '',
  message_id: fact.message_id ?? '',
  team: fact.team ?? '',
  actor: fact.actor ?? '',
  note: fact.note ?? '',
  until: fact.until === null ? null : timeText(fact.until),
  expected_value: fact.expected_value,
  expected_currency: fact.expected_currency ?? '',
  started_at: timeText(fact.started_at),
  due_at: timeText(fact.due_at),
  at: timeText(fact.at),
  derived_at: timeText(fact.derived_at),
  _topic: topic,
  _partition: partition,
  _offset: offset,
});

export type SlaFactRow = ReturnType<typeof slaFactRow>;

export interface JudgedFacts {
  readonly rows: readonly SlaFactRow[];
  readonly deadLetters: readonly DeadLetter[];
  /** Offsets of facts that are stored already, from elsewhere. */
  readonly repeated: readonly number[];
  /** Offsets of facts about people who were erased after their clock had started. */
  readonly erased: readonly number[];
}

/** Where the facts of a handoff are stored: `offset` by fact id, `topic/partition` with it. */
export interface StoredFact {
  readonly fact_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** `stored`: those of these facts that are stored. The first stored fact of an id stands. */
export const judgeFacts = (
  read: readonly ReadFact[],
  place: Place,
  stored: readonly StoredFact[],
  isErased?: IsErased,
): JudgedFacts => {
  const standing = new Map(stored.map((fact) => [fact.fact_id, fact]));
  const rows: SlaFactRow[] = [];
  const deadLetters: DeadLetter[] = [];
  const repeated: number[] = [];
  const erased: number[] = [];
  for (const one of read) {
    const { message, decoded } = one;
    const refusal = refusalOf(one);
    if (refusal)
      deadLetters.push({ message, code: refusal.code, reason: refusal.message, event_id: '', source: '' });
    if (refusal || !decoded.ok) continue;
    const fact = decoded.value as SlaFact;
    if (isErased?.('contact', Buffer.from(fact.contact_id), fact.started_at)) {
      erased.push(message.offset);
      continue;
    }
    const first = standing.get(fact.fact_id);
    if (first && !isSame(first, place, String(message.offset))) {
      repeated.push(message.offset);
      continue;
    }
    standing.set(fact.fact_id, { fact_id: fact.fact_id, ...place, offset: String(message.offset) });
    rows.push(slaFactRow(fact, place, String(message.offset)));
  }
  return { rows, deadLetters, repeated, erased };
};

const isSame = (stored: StoredFact, { topic, partition }: Place, offset: string): boolean =>
  stored.topic === topic && stored.partition === partition && stored.offset === offset;
