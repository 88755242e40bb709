// What becomes of each message of funnel.sla: a row, or a dead letter.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { fullName, slaRecords } from '@revloop/schemas/load.ts';
import type { Refusal } from '@revloop/schemas/rules.ts';
import type { DeadLetter, ReadMessage } from './batch.ts';
import { slaFactRow } from './row.ts';
import { timeRefusal } from './time.ts';

const factRecord = slaRecords.filter(({ name }) => name === 'SlaFact').map(fullName)[0];

const refusalOf = ({ decoded }: ReadMessage): Refusal | undefined => {
  if (!decoded.ok) return decoded;
  if (decoded.recordName !== factRecord)
    return { code: 'unknown_record', message: `${decoded.recordName ?? 'the record'} is not an SLA fact` };
  const { started_at, due_at, at, derived_at, policy_version } = decoded.value as SlaFact;
  if (policy_version < 0) return { code: 'invalid_field', message: 'policy_version is negative' };
  return timeRefusal({ started_at, due_at, at, derived_at });
};

/** Rows of the facts, dead letters of everything else. */
export const judgeFacts = (
  messages: readonly ReadMessage[],
): { rows: readonly ReturnType<typeof slaFactRow>[]; deadLetters: readonly DeadLetter[] } => {
  const rows: ReturnType<typeof slaFactRow>[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const message of messages) {
    const refusal = refusalOf(message);
    if (refusal)
      deadLetters.push({ message, code: refusal.code, reason: refusal.message, event_id: '', source: '' });
    else if (message.decoded.ok) rows.push(slaFactRow(message.decoded.value as SlaFact, message.place));
  }
  return { rows, deadLetters };
};
