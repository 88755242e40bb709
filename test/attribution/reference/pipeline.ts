// What the opportunities of many ledgers come to by month and currency: pipeline sourced and influenced by marketing, and its velocity. Plain steps that
// follow docs/questions.md "Rules".
import { day_ms } from './journey.ts';
import { isWin, visitsOf, type Ledger, type Visit } from './ledger.ts';
import { salesCyclesOf, type SalesCycle } from './sales-cycles.ts';

export interface Opportunity extends SalesCycle {
  readonly amount: number;
  readonly currency: string;
  readonly visits: readonly Visit[];
}

/** "A repeated `opportunity_won` with a negative amount is a refund": no value. */
const isRefund = ({ stage, direction, fact }: Visit): boolean =>
  stage === 'won' && direction === 'repeat' && (fact.amount ?? '').startsWith('-');

/** Every opportunity that was ever entered, with its newest amount. */
export const opportunitiesIn = (ledgers: Iterable<Ledger>): Opportunity[] =>
  [...ledgers].flatMap((ledger) =>
    salesCyclesOf(ledger).map((cycle) => {
      const visits = visitsOf(ledger, cycle.opportunity_id);
      const stated = visits.findLast((own) => own.fact.amount !== undefined && !isRefund(own))?.fact;
      return { ...cycle, visits, amount: Number(stated?.amount ?? 0), currency: stated?.currency ?? '' };
    }),
  );

export const monthOf = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}-01`;

const total = (own: readonly Opportunity[]): [count: number, amount: number] => [
  own.length,
  own.reduce((sum, { amount }) => sum + amount, 0),
];

/** `status month currency` → number and amount of all, of those sourced, of those influenced. */
export const marketingPipeline = (all: readonly Opportunity[]): ReadonlyMap<string, readonly number[]> => {
  const standing = all.filter(({ status }) => status !== 'lost');
  const entered_at = ({ visits }: Opportunity): number =>
    visits.find(({ stage }) => stage !== 'engaged')?.entered_at ?? NaN;
  const groups = Map.groupBy(standing, (own) =>
    [own.status, monthOf(own.won_at ?? entered_at(own)), own.currency].join(' '),
  );
  return new Map(
    [...groups].map(([key, own]) => [
      key,
      [own, own.filter(({ sourced }) => sourced), own.filter((one) => one.first_touch_at !== null)].flatMap(
        total,
      ),
    ]),
  );
};

interface Stay {
  readonly opened_at: number;
  readonly ended_at: number;
  readonly lost: boolean;
}

/** From each opening to the win or loss that ended it; what was won without being open was so for an instant. */
const staysOf = ({ visits }: Opportunity): Stay[] => {
  const stays: Stay[] = [];
  let opened_at: number | null = null;
  for (const visit of visits) {
    const at = visit.entered_at;
    if (visit.stage === 'opportunity') opened_at ??= at;
    else if (isWin(visit) || (visit.stage === 'engaged' && opened_at !== null)) {
      stays.push({ opened_at: opened_at ?? at, ended_at: at, lost: !isWin(visit) });
      opened_at = null;
    }
  }
  return opened_at === null ? stays : [...stays, { opened_at, ended_at: Infinity, lost: false }];
};

const average = (list: readonly number[]): number | null =>
  list.length === 0 ? null : list.reduce((sum, one) => sum + one, 0) / list.length;

const daysOf = (won: readonly Opportunity[]) => {
  const since = (
    from: keyof SalesCycle & ('created_at' | 'first_touch_at'),
    looped: 'looped_since_entry' | 'looped_since_touch' | null,
  ) =>
    average(
      won.flatMap((own) => {
        const began_at = own[from];
        return began_at === null || own.won_at === null
          ? []
          : [(own.won_at - began_at - (looped ? own[looped] : 0)) / day_ms];
      }),
    );
  return [
    since('created_at', null),
    since('created_at', 'looped_since_entry'),
    since('first_touch_at', null),
    since('first_touch_at', 'looped_since_touch'),
  ];
};

/** `month currency` → opportunities, won, lost, win rate, average amount, the four averages of days, the four velocities. */
export const pipelineVelocity = (
  all: readonly Opportunity[],
): ReadonlyMap<string, readonly (number | null)[]> =>
  new Map(
    [...Map.groupBy(all, ({ currency }) => currency)].flatMap(([currency, own]) => {
      const stays = own.flatMap(staysOf);
      const months = new Set(
        stays
          .flatMap(({ opened_at, ended_at }) => [opened_at, ended_at])
          .filter(Number.isFinite)
          .map(monthOf),
      );
      return [...months].map((month) => [`${month} ${currency}`, velocityOf(month, own, stays)] as const);
    }),
  );

const velocityOf = (
  month: string,
  own: readonly Opportunity[],
  stays: readonly Stay[],
): (number | null)[] => {
  const open = stays.filter(
    ({ opened_at, ended_at }) =>
      monthOf(opened_at) <= month && (ended_at === Infinity || monthOf(ended_at) >= month),
  ).length;
  const won = own.filter(({ won_at }) => won_at !== null && monthOf(won_at) === month);
  const lost = stays.filter((stay) => stay.lost && monthOf(stay.ended_at) === month).length;
  const rate = won.length + lost === 0 ? null : won.length / (won.length + lost);
  const amount = average(won.map((one) => one.amount));
  const days = daysOf(won);
  const velocity = (cycle: number | null): number | null =>
    rate === null || amount === null || !cycle ? null : (open * rate * amount) / cycle;
  return [open, won.length, lost, rate, amount, ...days, ...days.map(velocity)];
};
