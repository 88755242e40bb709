// What was won, what of it no touch can take, what is still open; and whether the channels add up to it.
import type { CreditTotalRow } from '../../core/rows.ts';
import { type ReportParams, useReport } from '../data/report.ts';
import { formatMoney, formatShare, plural, sameDecimal, shareOf } from '../format.ts';
import { Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';

export const CreditFacts = ({ asked }: { readonly asked: ReportParams }) => {
  const total = useReport('attribution-total', asked);
  const credits = useReport('attribution', asked);
  const currency = String(asked['currency']);
  return (
    <Panel
      title="Won and credited"
      query={total}
      isEmpty={({ rows }) => rows[0]?.won_opportunities === 0 && rows[0].pending_opportunities === 0}
      empty={<p>No opportunity in {currency} yet.</p>}
      summary={({ rows: [row] }) => row && balanceSaid(row, credits.data?.rows[0]?.total_revenue, currency)}
      table={({ rows: [row] }) => row && <Facts facts={factsOf(row, currency)} />}
    />
  );
};

const balanceSaid = (row: CreditTotalRow, credited: string | undefined, currency: string) => {
  if (credited === undefined) return `Amounts in ${currency} only; other currencies are never added.`;
  const won = formatMoney(row.won_amount, currency);
  return sameDecimal(credited, row.won_amount) ? (
    <>
      <strong className="good">
        ✓ All channels together are {formatMoney(credited, currency)}, exactly what was won.
      </strong>{' '}
      Amounts in {currency} only; other currencies are never added.
    </>
  ) : (
    <strong className="bad">
      ✗ All channels together are {formatMoney(credited, currency)}, but {won} was won. Credits may still be
      catching up with new events.
    </strong>
  );
};

const factsOf = (row: CreditTotalRow, currency: string) => [
  {
    label: 'Revenue won',
    value: formatMoney(row.won_amount, currency),
    note: plural(row.won_opportunities, 'won opportunity'),
  },
  {
    label: 'Unattributed',
    value: formatMoney(row.unattributed_amount, currency),
    note: `${formatShare(shareOf(Number(row.unattributed_amount), Number(row.won_amount)))} has no touch to credit`,
  },
  {
    label: 'Pending',
    value: formatMoney(row.pending_amount, currency),
    note: `${row.pending_opportunities} still open, whatever the months`,
  },
];
