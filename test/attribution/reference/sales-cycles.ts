// How each opportunity of a ledger went: what began its journey, how long it took, and how long of that the way back from loops. Plain steps that follow
// docs/questions.md "Rules".
import { leftStage, returnOf } from './cycles.ts';
import { isWin, rankOf, visitsOf, type Ledger, type Visit } from './ledger.ts';
import { opportunitiesOf } from './outcome.ts';

export interface SalesCycle {
  readonly opportunity_id: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly first_touch_at: number | null;
  readonly created_at: number | null;
  readonly won_at: number | null;
  readonly sourced: boolean;
  /** Milliseconds of loops since the first touch, and since it was entered. */
  readonly looped_since_touch: number;
  readonly looped_since_entry: number;
}

type Span = readonly [from: number, to: number];

/** Length of the union of spans, where they lie between `from` and `to`. */
const covered = (spans: readonly Span[], from: number, to: number): number => {
  const edges = [...new Set([from, to, ...spans.flat()])].filter((at) => at >= from && at <= to);
  edges.sort((a, b) => a - b);
  return edges
    .slice(1)
    .map((end, index): Span => [edges[index] ?? end, end])
    .filter(([start, end]) => spans.some(([left, right]) => left <= start && right >= end))
    .reduce((sum, [start, end]) => sum + end - start, 0);
};

/** Contacts' loops that came back. */
const absencesOfContacts = (ledger: Ledger): Span[] =>
  ledger.visits
    .filter(({ kind, direction }) => kind === 'contact' && direction === 'back')
    .flatMap((loop): Span[] => {
      const returned_at = returnOf(ledger, loop);
      return returned_at === null ? [] : [[loop.entered_at, returned_at]];
    });

/** From each loss to the next entry, before the win. */
const ownAbsences = (own: readonly Visit[], won: Visit): Span[] =>
  own
    .filter(
      (loss) => loss.stage === 'engaged' && rankOf(leftStage(loss)) >= 3 && loss.entered_at < won.entered_at,
    )
    .map((loss): Span => {
      const back = own.find(({ place, stage }) => place > loss.place && rankOf(stage) >= 3);
      return [loss.entered_at, back?.entered_at ?? won.entered_at];
    });

const statusOf = ({ stage }: Visit): SalesCycle['status'] =>
  stage === 'won' ? 'won' : stage === 'opportunity' ? 'open' : 'lost';

const cycleOf = (ledger: Ledger, opportunity_id: string): SalesCycle[] => {
  const own = visitsOf(ledger, opportunity_id);
  const entry = own.find(({ stage }) => rankOf(stage) >= 3);
  const newest = own.at(-1);
  if (!entry || !newest) return [];
  const status = statusOf(newest);
  const won = status === 'won' ? (own.findLast(isWin) ?? null) : null;
  const end = won?.entered_at ?? (status === 'lost' ? newest.entered_at : Infinity);
  // The journey starts after the newest win before the entry.
  const start = ledger.visits.findLast((visit) => isWin(visit) && visit.place < entry.place);
  const touch = ledger.touches.find(({ occurred_at }) => occurred_at > (start?.entered_at ?? -Infinity));
  const first_touch_at = touch && touch.occurred_at <= end ? touch.occurred_at : null;
  const advance = ledger.visits.find(
    ({ place, stage, direction }) =>
      place > (start?.place ?? -1) && rankOf(stage) > 0 && direction === 'forward',
  );
  const absences = won ? ownAbsences(own, won) : [];
  const since = (from: number): number =>
    won
      ? covered(absencesOfContacts(ledger), from, entry.entered_at) + covered(absences, from, won.entered_at)
      : 0;
  return [
    {
      opportunity_id,
      status,
      first_touch_at,
      created_at: entry.stage === 'opportunity' ? entry.entered_at : null,
      won_at: won?.entered_at ?? null,
      sourced: first_touch_at !== null && advance !== undefined && first_touch_at <= advance.entered_at,
      looped_since_touch: first_touch_at === null ? 0 : since(first_touch_at),
      looped_since_entry: since(entry.entered_at),
    },
  ];
};

/** Every opportunity that ever entered opportunity or won. */
export const salesCyclesOf = (ledger: Ledger): SalesCycle[] =>
  opportunitiesOf(ledger).flatMap((opportunity_id) => cycleOf(ledger, opportunity_id));
