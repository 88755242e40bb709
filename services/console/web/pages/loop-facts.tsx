// How common loops are, in four figures.
import type { Months } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { formatCount, formatShare, plural, shareOf } from '../format.ts';
import { Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';

export const LoopFacts = ({ months }: { readonly months: Months }) => {
  const rate = useReport('loop-rate', { ...months });
  return (
    <Panel
      title="Loop rate"
      query={rate}
      isEmpty={({ rows }) => rows[0]?.visits === 0}
      empty={<p>No stage was entered in these months. Choose other months.</p>}
      summary={() =>
        'Of the accounts that entered any stage in these months, those thrown back at least once in them.'
      }
      table={({ rows: [row] }) =>
        row && (
          <Facts
            facts={[
              {
                label: 'Loop rate',
                value: formatShare(shareOf(row.accounts_looped, row.accounts)),
                note: `${formatCount(row.accounts_looped)} of ${plural(row.accounts, 'account')}`,
              },
              { label: 'Loops', value: formatCount(row.loops), note: `among ${plural(row.visits, 'visit')}` },
              {
                label: 'Loops per account thrown back',
                value: (row.loops / Math.max(1, row.accounts_looped)).toFixed(1),
                note: 'on average',
              },
            ]}
          />
        )
      }
    />
  );
};
