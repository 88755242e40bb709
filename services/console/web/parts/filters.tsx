// The filters of a page in one bar, the months among them, and the link that carries all of them, defaults written out.
import type { ReactNode } from 'react';
import type { Months } from '../data/months.ts';
import { formatMonth } from '../format.ts';
import { stringifySearch } from '../search.ts';
import { Choose } from './choose.tsx';
import { CopyButton } from './copy-button.tsx';

interface FiltersProps {
  readonly children: ReactNode;
  /** Every filter as it applies now, whether chosen or by default. */
  readonly inForce: Readonly<Record<string, unknown>>;
}

export const Filters = ({ children, inForce }: FiltersProps) => (
  <div className="filters" role="group" aria-label="Filters">
    {children}
    <div className="filters-end">
      <CopyButton
        label="Copy link"
        text={() => `${location.origin}${location.pathname}${stringifySearch(inForce)}`}
      />
    </div>
  </div>
);

interface MonthsProps {
  readonly months: Months;
  readonly known: readonly string[];
  readonly onChoose: (months: Partial<Months>) => void;
}

export const MonthsChoice = ({ months, known, onChoose }: MonthsProps) => {
  const choices = [...new Set([...known, months.from, months.to])]
    .sort()
    .reverse()
    .map((month) => ({ value: month, label: formatMonth(month) }));
  return (
    <>
      <Choose label="From" value={months.from} choices={choices} onChoose={(from) => onChoose({ from })} />
      <Choose
        label="To (whole month)"
        value={months.to}
        choices={choices}
        onChoose={(to) => onChoose({ to })}
      />
    </>
  );
};
