// Failed cycles, MQLs and sales cycles as the reference and ClickHouse have them: the same short texts by account, the same figures by channel.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { anchorChannel, failedCyclesOf, leftStage, mqlsOf, returnOf } from './reference/cycles.ts';
import { salesCyclesOf } from './reference/sales-cycles.ts';
import { rankOf, type Ledger } from './reference/ledger.ts';
import { grouped, type Told } from './told.ts';

type Ledgers = ReadonlyMap<string, Ledger>;
type Row = Readonly<Record<string, unknown>>;

/** Days as whole milliseconds: floats of two machines need not agree further. */
const inMs = (days: string): string => `toInt64(round(${days} * 86400000))`;
const text = (...parts: readonly unknown[]): string => parts.map((part) => part ?? '-').join(' ');
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

export const storedSalesCycles = (warehouse: ClickHouse, run: string): Promise<Told> => {
  return ask(
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
};

const monthOf = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}-01`;

/** Sums of numbers by key, as sorted texts. */
const summed = (rows: readonly (readonly [key: string, ...figures: readonly number[]])[]): string[] => {
  const sums = new Map<string, number[]>();
  for (const [key, ...figures] of rows)
    sums.set(
      key,
      figures.map((figure, index) => figure + (sums.get(key)?.[index] ?? 0)),
    );
  return [...sums].map(([key, figures]) => text(key, ...figures)).sort();
};
const flat = <T>(ledgers: Ledgers, of: (ledger: Ledger) => readonly T[]): T[] =>
  [...ledgers.values()].flatMap(of);
const figures = async (warehouse: ClickHouse, sql: string, prefix: string): Promise<string[]> =>
  (await warehouse.query<Row>(sql, { prefix })).map((row) => text(...Object.values(row))).sort();

/** channel, reason, month: gross, accepted, rejected, recycled, looped, recycled_then_won. */
export const mqlOutcomesTold = (ledgers: Ledgers, prefix: string): string[] =>
  summed(
    flat(ledgers, (ledger) =>
      mqlsOf(ledger)
        .filter(({ channel }) => channel.startsWith(prefix))
        .map(
          ({ visit, channel, accepted, loop }) =>
            [
              text(channel, loop?.reason || '.', monthOf(visit.entered_at)),
              1,
              Number(accepted),
              Number(loop?.fact.type === 'mql_rejected'),
              Number(loop?.fact.type === 'lead_recycled'),
              Number(loop !== null),
              Number(
                loop !== null &&
                  failedCyclesOf(ledger).some((cycle) => cycle.loop === loop && cycle.won_at !== null),
              ),
            ] as const,
        ),
    ),
  );

export const storedMqlOutcomes = (warehouse: ClickHouse, prefix: string): Promise<string[]> =>
  figures(
    warehouse,
    `SELECT channel, if(reason = '', '.', reason) AS why, period, gross, accepted, rejected, recycled, looped, recycled_then_won
     FROM mql_outcomes WHERE startsWith(channel, {prefix:String})`,
    prefix,
  );

/** channel, stages, reason, month: loops, returned. */
export const loopsTold = (ledgers: Ledgers, prefix: string): string[] =>
  summed(
    flat(ledgers, (ledger) =>
      ledger.visits
        .filter(({ direction }) => direction === 'back')
        .flatMap((loop) => {
          const left = ledger.visits.findLast(
            (visit) =>
              visit.kind === loop.kind &&
              visit.subject_id === loop.subject_id &&
              visit.place < loop.place &&
              !(visit.from === null && visit.stage === 'engaged' && visit.direction === 'forward'),
          );
          const channel = anchorChannel(left ?? loop);
          return channel.startsWith(prefix)
            ? [
                [
                  text(channel, leftStage(loop), loop.stage, loop.reason, monthOf(loop.entered_at)),
                  1,
                  Number(returnOf(ledger, loop) !== null),
                ] as const,
              ]
            : [];
        }),
    ),
  );

export const storedLoops = (warehouse: ClickHouse, prefix: string): Promise<string[]> =>
  figures(
    warehouse,
    'SELECT channel, from_stage, to_stage, reason, period, loops, returned FROM loops_by_channel WHERE startsWith(channel, {prefix:String})',
    prefix,
  );

/** channel, stage, month: visits, accounts, accounts that went on. */
export const funnelTold = (ledgers: Ledgers, prefix: string): string[] =>
  summed(
    flat(ledgers, (ledger) => {
      const visits = ledger.visits.filter((visit) => anchorChannel(visit).startsWith(prefix));
      return [
        ...Map.groupBy(visits, (visit) => text(anchorChannel(visit), visit.stage, monthOf(visit.entered_at))),
      ].map(
        ([key, [first, ...more]]) =>
          [
            key,
            1 + more.length,
            1,
            Number(
              first !== undefined &&
                ledger.visits.some(
                  (later) =>
                    later.place > first.place &&
                    later.journey_no === first.journey_no &&
                    rankOf(later.stage) > rankOf(first.stage),
                ),
            ),
          ] as const,
      );
    }),
  );

export const storedFunnel = (warehouse: ClickHouse, prefix: string): Promise<string[]> =>
  figures(
    warehouse,
    'SELECT channel, stage, period, entered_visits, entered_accounts, converted_accounts FROM funnel_by_channel WHERE startsWith(channel, {prefix:String})',
    prefix,
  );
