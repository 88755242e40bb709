// The filters of pages about SLAs: whose, and which months.
import type { Options } from '../../core/rows.ts';
import type { Months } from '../data/months.ts';
import { MonthsChoice } from './filters.tsx';
import { WhoseChoice, type Whose } from './whose-choice.tsx';

type Chosen = { readonly [name in keyof Whose]?: string | undefined } & Partial<Months>;

interface Props {
  readonly whose: Whose;
  readonly months: Months;
  readonly options: Options;
  /** What was chosen; a choice of one month states both. */
  readonly onChoose: (chosen: Chosen) => void;
}

/** Of an address: '' for any. */
export const whoseOf = ({
  owner = '',
  team = '',
  policy = '',
}: {
  readonly [name in keyof Whose]?: string | undefined;
}) => ({ owner, team, policy });

export const ScopeChoice = ({ whose, months, options, onChoose }: Props) => (
  <>
    <WhoseChoice whose={whose} options={options} onChoose={onChoose} />
    <MonthsChoice
      months={months}
      known={options.months}
      onChoose={(chosen) => onChoose({ ...months, ...chosen })}
    />
  </>
);
