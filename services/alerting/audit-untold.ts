// Every minute: what ClickHouse says should have been told by now, against what was. It shares nothing with what tells but the directory.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { overdueOf, type AuditRules, type Standing } from './core/telling/audit.ts';
import { factFrom, type FactRow } from './rows.ts';
import type { TellingMetrics } from './telling-metrics.ts';

const standingSql = loadSql(import.meta.url, './sql/standing.sql');
const audit_ms = 60_000;
/** The newest levels in force that one audit looks at. */
const rows_max = 20_000;
const named_max = 5;

type StandingRow = FactRow & {
  /** Channel and owner of each. */
  readonly told: readonly (readonly [string, string])[];
  readonly first_lag_ms: string;
  readonly given_to: string;
  readonly given_at: string;
  readonly acted_at: string;
  readonly is_acknowledged: number;
  readonly held_until: string;
};

export interface AuditParts {
  readonly clickhouse: ClickHouse;
  readonly rules: AuditRules;
  /** How far back it looks. */
  readonly look_back_ms: number;
  readonly metrics: TellingMetrics;
  readonly log: Logger;
}

const standingFrom = (row: StandingRow): Standing => {
  const { told, first_lag_ms, given_to, given_at, acted_at, is_acknowledged, held_until, ...fact } = row;
  return {
    fact: factFrom(fact),
    told: told.map(([channel_id, owner_id]) => ({ channel_id, owner_id: owner_id || null })),
    first_lag_ms: Number(first_lag_ms),
    given: given_to ? { owner_id: given_to, at: Number(given_at) } : undefined,
    acted_at: Number(acted_at),
    is_acknowledged: Boolean(is_acknowledged),
    held_until: Number(held_until),
  };
};

/** One look. Rejects with `SurroundingsError` where ClickHouse does not answer. */
export const auditUntold = async (parts: AuditParts): Promise<number> => {
  const { clickhouse, rules, look_back_ms, metrics, log } = parts;
  const now = Date.now();
  const rows = await clickhouse.query<StandingRow>(standingSql, {
    from_ms: now - look_back_ms,
    rows_max,
  });
  const standing = rows.map(standingFrom);
  const overdue = overdueOf(standing, rules, now);
  metrics.untold_overdue.set(overdue.length);
  if (overdue.length > 0)
    log.error(
      {
        facts: overdue.length,
        first: overdue.slice(0, named_max).map(({ fact_id, channel_id }) => `${fact_id} on ${channel_id}`),
      },
      'should have been told by now, and was not',
    );
  return overdue.length;
};

/** What it is by now: the directory may change. */
type Changing = Omit<AuditParts, 'rules' | 'look_back_ms'> & {
  readonly rules: () => AuditRules;
  readonly look_back_ms: (now: number) => number;
};

/** Audits every minute until stopped. While ClickHouse is away the former figure stands. */
export const startAudit = ({ rules, look_back_ms, ...parts }: Changing): (() => void) => {
  const timer = setInterval(() => {
    auditUntold({ ...parts, rules: rules(), look_back_ms: look_back_ms(Date.now()) }).catch(
      (error: unknown) =>
        parts.log.warn({ reason: reasonOf(error) }, 'not known whether everything was told'),
    );
  }, audit_ms);
  return () => clearInterval(timer);
};
