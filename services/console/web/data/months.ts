// The months a page shows: as its address says, else the last twelve that have visits.
import type { MonthsSearch } from '../search.ts';

export interface Months {
  readonly from: string;
  readonly to: string;
}

const months_shown_max = 12;

/** The range to ask for. `known` are the months with visits, oldest first; a range written backwards is turned round. */
export const monthsOf = (search: MonthsSearch, known: readonly string[]): Months => {
  const to = search.to ?? known.at(-1) ?? '2099-12';
  const recent = known.filter((month) => month <= to).slice(-months_shown_max);
  const from = search.from ?? recent[0] ?? (search.to === undefined ? '1970-01' : to);
  return from <= to ? { from, to } : { from: to, to: from };
};
