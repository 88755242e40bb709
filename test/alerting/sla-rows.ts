// Facts and events in short, put where the sink puts them: for tests of what the relations say of them. Times are minutes after a Monday morning long past,
// so that no alerting of the run has them to tell.
import { randomUUID } from 'node:crypto';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';

export const run = `sla-${randomUUID().slice(0, 8)}`;

const start = Date.UTC(2026, 2, 2, 9);
export const minute = (n: number): string => timeText(start + n * 60_000);
/** The same as ClickHouse answers it. */
export const answered = (n: number): string => new Date(start + n * 60_000).toISOString();

export interface FactRow {
  readonly policy_id: string;
  readonly handoff_id: string;
  readonly fact: SlaFact['fact'];
  readonly at: number;
  readonly [column: string]: unknown;
}

/** A fact of a clock that started at 0 and is due at 60; derived when it became true unless `derived_at` says otherwise. */
export const factRow = ({ fact, at, level = 'breach', derived_at = at, ...more }: FactRow): object => {
  const { policy_id, handoff_id, due_at = 60, until, ...rest } = more;
  return {
    fact_id: `${policy_id}/1/${handoff_id}/${String(level)}/${fact}/${String(rest['cause_event_id'] ?? at)}`,
    fact,
    level,
    policy_id,
    policy_version: 1,
    handoff_id,
    account_id: '',
    contact_id: `${handoff_id}-contact`,
    owner_id: '',
    business_seconds: null,
    outcome: '',
    reason: '',
    cause_event_id: '',
    channel: '',
    team: '',
    actor: '',
    note: '',
    expected_value: null,
    expected_currency: '',
    _topic: run,
    _partition: 0,
    _offset: 0,
    ...rest,
    until: until === undefined ? null : minute(Number(until)),
    started_at: minute(0),
    due_at: minute(Number(due_at)),
    at: minute(at),
    derived_at: minute(Number(derived_at)),
  };
};

export interface EventRow {
  readonly type: string;
  readonly event_id: string;
  readonly at: number;
  readonly [column: string]: unknown;
}

export const eventRow = ({ type, event_id, at, ...more }: EventRow): object => ({
  type,
  event_id: `${run}-${event_id}`,
  source: 'test',
  account_id: '',
  contact_id: '',
  anonymous_id: '',
  owner_id: '',
  channel: '',
  opportunity_id: '',
  reason: '',
  amount: null,
  currency: '',
  properties: {},
  _topic: run,
  _partition: 0,
  _offset: 0,
  ...more,
  occurred_at: minute(at),
  received_at: minute(at),
});
