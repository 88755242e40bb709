// The channels as a table, one model or two, with the total they add up to.
import { formatCount, formatDecimal, formatMoney, formatShare } from '../format.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { channelName } from '../words.ts';
import type { ChannelPair } from './channel-rows.ts';

interface Props {
  readonly pairs: readonly ChannelPair[];
  readonly currency: string;
  readonly models: { readonly one: string; readonly other: string | undefined };
}

export const ChannelTable = ({ pairs, currency, models }: Props) => {
  const total = pairs.find((pair) => pair.one.total_revenue !== '0')?.one.total_revenue ?? '0';
  const otherTotal =
    pairs.find((pair) => (pair.other?.total_revenue ?? '0') !== '0')?.other?.total_revenue ?? '0';
  const compared: readonly Column<ChannelPair>[] =
    models.other === undefined
      ? []
      : [
          {
            label: `Revenue, ${models.other}`,
            align: 'end',
            cell: ({ other }) => formatMoney(other?.revenue ?? '0', currency),
            foot: formatMoney(otherTotal, currency),
          },
          {
            label: 'Difference in share',
            align: 'end',
            cell: ({ one, other }) => signed((other?.share ?? 0) - one.share),
            foot: '',
          },
        ];
  return (
    <DataTable
      caption="Revenue by channel"
      rows={pairs}
      rowKey={(pair) => pair.channel}
      rowClass={(pair) => (pair.channel === 'unattributed' ? 'muted-row' : undefined)}
      columns={[
        { label: 'Channel', head: true, cell: ({ channel }) => channelName(channel), foot: 'Total' },
        {
          label: `Revenue, ${models.one}`,
          align: 'end',
          cell: ({ one }) => formatMoney(one.revenue, currency),
          foot: formatMoney(total, currency),
        },
        { label: 'Share', align: 'end', cell: ({ one }) => formatShare(one.share), foot: '' },
        ...compared,
        {
          label: 'Conversions',
          align: 'end',
          cell: ({ one }) => formatDecimal(one.conversions),
          foot: formatDecimal(pairs.reduce((sum, { one }) => sum + one.conversions, 0)),
        },
        {
          label: 'Credited touches',
          align: 'end',
          cell: ({ one }) => formatCount(one.credited_touches),
          foot: formatCount(pairs.reduce((sum, { one }) => sum + one.credited_touches, 0)),
        },
      ]}
    />
  );
};

/** A difference of shares in points: `+3.2 points`. */
const signed = (difference: number): string => {
  const points = (difference * 100).toFixed(1);
  return Number(points) === 0 ? '0 points' : `${difference > 0 ? '+' : ''}${points} points`;
};
