// Failed cycles and sales cycles as the reference and ClickHouse have them: the same short texts by account.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { failedCyclesOf, leftStage } from './reference/cycles.ts';
import { salesCyclesOf } from './reference/sales-cycles.ts';
import type { Ledger } from './reference/ledger.ts';
import { grouped, type Told } from './told.ts';

type Ledgers = ReadonlyMap<string, Ledger>;

/** Days as whole milliseconds: floats of two machines need not agree further. */
const inMs = (days: string): string => `toInt64(round(${days} * 86400000))`;
const text = (...parts: readonly (string | number | boolean | null | undefined)[]): string =>
  parts.map((part) => part ?? '-').join(' ');
const told = (ledgers: Ledgers, textsOf: (ledger: Ledger) => readonly string[]): Told =>
  new Map(
    [...ledgers]
      .map(([account_id, ledger]) => [account_id, [...textsOf(ledger)].sort()] as const)
      .filter(([, texts]) => texts.length > 0),
  );
const ofRun = `(startsWith(account_id, {run:String}) OR startsWith(account_id, concat('contact:', {run:String})))`;
const ms = (column: string): string => `toUnixTimestamp64Milli(${column})`;
const ask = async (
  warehouse: ClickHouse,
  run: string,
  columns: readonly string[],
  relation: string,
): Promise<Told> =>
  grouped(
    await warehouse.query<{ account_id: string; parts: (string | null)[] }>(
      `SELECT account_id, [${columns.map((column) => `toString(${column})`).join(', ')}] AS parts FROM ${relation} WHERE ${ofRun}`,
      { run },
    ),
    ({ parts }) => text(...parts),
  );

export const failedCyclesTold = (ledgers: Ledgers): Told =>
  told(ledgers, (ledger) =>
    failedCyclesOf(ledger).map(({ loop, ...cycle }) =>
      text(
        loop.journey_no,
        loop.cycle_no - 1,
        loop.kind === 'contact' ? loop.subject_id : '',
        loop.kind === 'opportunity' ? loop.subject_id : '',
        cycle.channel,
        leftStage(loop),
        loop.stage,
        loop.reason,
        cycle.began_at,
        loop.entered_at,
        loop.entered_at - cycle.began_at,
        cycle.touches,
        cycle.returned_at,
        cycle.won_at,
      ),
    ),
  );

export const storedFailedCycles = (warehouse: ClickHouse, run: string): Promise<Told> =>
  ask(
    warehouse,
    run,
    [
      'journey_no',
      'cycle_no',
      'contact_id',
      'opportunity_id',
      'channel',
      'from_stage',
      'to_stage',
      'reason',
      ms('began_at'),
      ms('ended_at'),
      inMs('days_lost'),
      'touches_spent',
      ms('returned_at'),
      ms('won_at'),
    ],
    'failed_cycles',
  );

export const salesCyclesTold = (ledgers: Ledgers): Told =>
  told(ledgers, (ledger) =>
    salesCyclesOf(ledger).map((cycle) => {
      const since = (from: number | null, looped_ms: number): number | null =>
        from === null || cycle.won_at === null ? null : cycle.won_at - from - looped_ms;
      return text(
        cycle.opportunity_id,
        cycle.status,
        cycle.first_touch_at,
        cycle.created_at,
        cycle.won_at,
        cycle.sourced,
        cycle.first_touch_at !== null,
        since(cycle.first_touch_at, 0),
        since(cycle.first_touch_at, cycle.looped_since_touch),
        since(cycle.created_at, 0),
        since(cycle.created_at, cycle.looped_since_entry),
      );
    }),
  );

export const storedSalesCycles = (warehouse: ClickHouse, run: string): Promise<Told> =>
  ask(
    warehouse,
    run,
    [
      'opportunity_id',
      'status',
      ms('first_touch_at'),
      ms('created_at'),
      ms('won_at'),
      'sourced',
      'influenced',
      inMs('days_from_first_touch'),
      inMs('days_from_first_touch_without_loops'),
      inMs('days_from_created'),
      inMs('days_from_created_without_loops'),
    ],
    'sales_cycles',
  );
