// What a manager looks for first: how many handoffs are late or soon will be, what is at stake, and what nobody has taken on.
import type { Answer } from '../../core/rows.ts';
import type { HandoffRow } from '../../core/sla-rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatMoneyShort } from '../format.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { riskTotal } from './risk-total.ts';
import { type Urgency, urgencyOf } from './urgency.ts';

export const WaitingFacts = ({ answer: { rows, sent_at } }: { readonly answer: Answer<HandoffRow> }) => {
  const now = useNow(sent_at);
  return <Facts facts={factsOf(rows, now)} />;
};

const factsOf = (rows: readonly HandoffRow[], now: number): readonly Fact[] => {
  const of = (kind: Urgency['kind']): readonly HandoffRow[] =>
    rows.filter((row) => urgencyOf(row, now).kind === kind);
  const late = of('overdue');
  const unseen = late.filter((row) => row.acknowledged_at === null && row.resolved_at === null);
  const risk = riskTotal(late).map(({ amount, currency }) => formatMoneyShort(amount, currency));
  return [
    {
      label: 'Overdue',
      value: formatCount(late.length),
      note: `of ${formatCount(rows.length)} that wait`,
      tone: late.length > 0 ? 'bad' : undefined,
    },
    {
      label: 'Nobody has taken on',
      value: formatCount(unseen.length),
      note: 'of those overdue',
      tone: unseen.length > 0 ? 'bad' : undefined,
    },
    { label: 'Revenue at risk', value: risk.join(' + ') || '–', note: 'in those overdue, each account once' },
    {
      label: 'Due soon',
      value: formatCount(of('soon').length),
      note: 'three quarters of their time is used',
    },
    { label: 'Held', value: formatCount(of('paused').length), note: 'their clocks are paused' },
  ];
};
