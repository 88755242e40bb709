// Funnel, loops and MQL outcomes slice by slice as the reference and ClickHouse have them: the same figures as short texts. Slices are channels or segments;
// those of a run begin with its name.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Fact } from './reference/fact.ts';
import { anchorChannel, failedCyclesOf, leftStage, mqlsOf, returnOf } from './reference/cycles.ts';
import { rankOf, type Ledger, type Visit } from './reference/ledger.ts';

export type Dimension = 'channel' | 'segment';

/** Ledgers, and whose segment is which. */
export interface Followed {
  readonly ledgers: ReadonlyMap<string, Ledger>;
  readonly segments: ReadonlyMap<string, string>;
}

/** "The newest properties['segment'] stated on any event of the account." */
export const segmentsOf = (accounts: ReadonlyMap<string, readonly Fact[]>): ReadonlyMap<string, string> =>
  new Map(
    [...accounts].map(([account_id, facts]) => [
      account_id,
      facts.findLast(({ properties }) => properties?.['segment'])?.properties?.['segment'] ?? '',
    ]),
  );

const text = (...parts: readonly (string | number | boolean | null | undefined)[]): string =>
  parts.map((part) => part || '-').join(' ');
const monthOf = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}-01`;

type Figures = readonly [key: string, ...figures: readonly number[]];

/** Sums by key, as sorted texts. */
const summed = (rows: readonly Figures[]): string[] => {
  const sums = new Map<string, number[]>();
  for (const [key, ...figures] of rows)
    sums.set(
      key,
      figures.map((figure, index) => figure + (sums.get(key)?.[index] ?? 0)),
    );
  return [...sums].map(([key, figures]) => `${key} ${figures.join(' ')}`).sort();
};

const told = (
  { ledgers, segments }: Followed,
  prefix: string,
  figuresOf: (ledger: Ledger, sliceOf: (visit: Visit, dimension: Dimension) => string) => readonly Figures[],
): string[] =>
  summed(
    [...ledgers].flatMap(([account_id, ledger]) =>
      figuresOf(ledger, (visit, dimension) =>
        dimension === 'channel' ? anchorChannel(visit) : (segments.get(account_id) ?? ''),
      ).filter(([key]) => key.startsWith(prefix)),
    ),
  );

const stored = async (warehouse: ClickHouse, prefix: string, sql: string): Promise<string[]> => {
  const rows = await warehouse.query<{ key: string[]; figures: string[] }>(sql, { prefix });
  return rows.map(({ key, figures }) => `${text(...key)} ${figures.join(' ')}`).sort();
};

const hasGoneOn = ({ visits }: Ledger, from: Visit): boolean =>
  visits.some(
    ({ place, journey_no, stage }) =>
      place > from.place && journey_no === from.journey_no && rankOf(stage) > rankOf(from.stage),
  );

/** A first touch moves nobody. */
const isFirstTouch = ({ stage, direction }: Visit): boolean => stage === 'engaged' && direction === 'forward';

/** Whether the subject's next move was a loop. */
const loopedFrom = ({ visits, restarts }: Ledger, visit: Visit): boolean => {
  const isNext = (kind: Visit['kind'], subject_id: string, place: number): boolean =>
    kind === visit.kind && subject_id === visit.subject_id && place > visit.place;
  const next = visits.find((own) => isNext(own.kind, own.subject_id, own.place) && !isFirstTouch(own));
  const restart = restarts.find(({ contact_id, place }) => isNext('contact', contact_id, place));
  return next?.direction === 'back' && next.place < (restart?.place ?? Infinity);
};

/** Slice, stage, month: visits, accounts, accounts that went on, loops. */
export const funnelTold = (followed: Followed, dimension: Dimension, prefix: string): string[] =>
  told(followed, prefix, (ledger, sliceOf) =>
    [
      ...Map.groupBy(ledger.visits, (visit) =>
        text(sliceOf(visit, dimension), visit.stage, monthOf(visit.entered_at)),
      ),
    ].map(([key, visits]): Figures => {
      const [first] = visits;
      const loops = visits.filter((visit) => loopedFrom(ledger, visit)).length;
      return [key, visits.length, 1, Number(first !== undefined && hasGoneOn(ledger, first)), loops];
    }),
  );

export const storedFunnel = (
  warehouse: ClickHouse,
  dimension: Dimension,
  prefix: string,
): Promise<string[]> =>
  stored(
    warehouse,
    prefix,
    `SELECT [${dimension}, stage, toString(period)] AS key, [entered_visits, entered_accounts, converted_accounts, loops] AS figures
     FROM funnel_by_${dimension} WHERE startsWith(${dimension}, {prefix:String})`,
  );

const leftFor = ({ visits }: Ledger, loop: Visit): Visit =>
  visits.findLast(
    (own) =>
      own.kind === loop.kind &&
      own.subject_id === loop.subject_id &&
      own.place < loop.place &&
      !isFirstTouch(own),
  ) ?? loop;

/** Slice of the visit that was left, stages, reason, month: loops, returned. */
export const loopsTold = (followed: Followed, dimension: Dimension, prefix: string): string[] =>
  told(followed, prefix, (ledger, sliceOf) =>
    ledger.visits
      .filter(({ direction }) => direction === 'back')
      .map((loop): Figures => {
        const slice = sliceOf(leftFor(ledger, loop), dimension);
        return [
          text(slice, leftStage(loop), loop.stage, loop.reason, monthOf(loop.entered_at)),
          1,
          Number(returnOf(ledger, loop) !== null),
        ];
      }),
  );

export const storedLoops = (warehouse: ClickHouse, dimension: Dimension, prefix: string): Promise<string[]> =>
  stored(
    warehouse,
    prefix,
    `SELECT [${dimension}, from_stage, to_stage, reason, toString(period)] AS key, [loops, returned] AS figures
     FROM loops_by_${dimension} WHERE startsWith(${dimension}, {prefix:String})`,
  );

/** Channel, reason, month: gross, accepted, rejected, recycled, looped, recycled_then_won. */
export const mqlOutcomesTold = (followed: Followed, prefix: string): string[] =>
  told(followed, prefix, (ledger) => {
    const wonAfter = new Set(
      failedCyclesOf(ledger).flatMap(({ loop, won_at }) => (won_at === null ? [] : [loop])),
    );
    return mqlsOf(ledger).map(({ visit, channel, accepted, loop }): Figures => [
      text(channel, loop?.reason, monthOf(visit.entered_at)),
      1,
      Number(accepted),
      Number(loop?.fact.type === 'mql_rejected'),
      Number(loop?.fact.type === 'lead_recycled'),
      Number(loop !== null),
      Number(loop !== null && wonAfter.has(loop)),
    ]);
  });

export const storedMqlOutcomes = (warehouse: ClickHouse, prefix: string): Promise<string[]> =>
  stored(
    warehouse,
    prefix,
    `SELECT [channel, reason, toString(period)] AS key, [gross, accepted, rejected, recycled, looped, recycled_then_won] AS figures
     FROM mql_outcomes WHERE startsWith(channel, {prefix:String})`,
  );
