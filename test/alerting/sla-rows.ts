// Facts and events in short, put where the sink puts them: for tests of what the relations say of them. Times are minutes after a Monday morning long past,
// so that no alerting of the run has them to tell.
import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
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
  readonly cause_event_id?: string;
  readonly [column: string]: unknown;
}

/** A fact of a clock that started at 0 and is due at 60; derived when it became true unless `derived_at` says otherwise. */
export const factRow = ({ fact, at, level = 'breach', derived_at = at, ...more }: FactRow): object => {
  const { policy_id, handoff_id, due_at = 60, until, ...rest } = more;
  return {
    fact_id: `${policy_id}/1/${handoff_id}/${String(level)}/${fact}/${rest.cause_event_id ?? at}`,
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

/** What the sink keeps beside an event that says who belongs to whom. */
export const linkRow = ({
  type,
  event_id,
  at,
  account_id = '',
  contact_id = '',
  anonymous_id = '',
}: EventRow): object => ({
  contact_id,
  account_id,
  anonymous_id,
  identified: type === 'contact_identified' ? 1 : 0,
  occurred_at: minute(at),
  received_at: minute(at),
  event_id: `${run}-${event_id}`,
  source: 'test',
});

export type More = Omit<FactRow, 'policy_id' | 'handoff_id' | 'fact' | 'at'>;
type Saying = readonly [fact: FactRow['fact'], at: number, more?: More];

/** Facts about one handoff's clock of a policy, and about an account named like the handoff. */
export const clock = (policy: string, handoff: string, ...sayings: readonly Saying[]): readonly object[] => {
  const whose = {
    policy_id: `${run}-${policy}`,
    handoff_id: `test/${run}-${handoff}`,
    account_id: `${run}-${handoff}`,
  };
  return sayings.map(([fact, at, more]) => factRow({ ...whose, fact, at, ...more }));
};

/** Somebody's act: its event and the clock's fact have one id. */
export const act = (fact: FactRow['fact'], at: number, actor: string, more: More = {}): Saying => [
  fact,
  at,
  { actor, cause_event_id: `${fact}-${at}`, ...more },
];

export const put = async (
  clickhouse: ClickHouse,
  facts: readonly object[],
  events: readonly EventRow[] = [],
): Promise<void> => {
  const links = events.filter(({ type }) => type === 'contact_identified');
  if (facts.length > 0) await clickhouse.insert('stored_sla_facts', facts);
  if (events.length > 0) await clickhouse.insert('stored_events', events.map(eventRow));
  if (links.length > 0) await clickhouse.insert('identity_links', links.map(linkRow));
};

/** A column: the handoff by its short name. */
export const short_name = `substring(handoff_id, ${`test/${run}-`.length + 1}) AS handoff`;

/** What a relation says of the clocks of a policy. */
export const rowsOf = (
  clickhouse: ClickHouse,
  relation: string,
  policy: string,
  columns: string,
): Promise<object[]> =>
  clickhouse.query(`SELECT ${columns} FROM ${relation} WHERE policy_id = {policy_id:String} ORDER BY ALL`, {
    policy_id: `${run}-${policy}`,
  });
