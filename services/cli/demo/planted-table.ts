// What was planted, for people.
import type { Planted } from '../core/demo/plan-demo.ts';
import { table } from '../output/table.ts';

const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?=\.))/g, ',');

/** The planted numbers as headed tables. */
export const plantedTable = (planted: Planted): string => {
  const { events, opportunities, revenue, handoffs, loops, breaches } = planted;
  const channels = [...new Set([...Object.keys(revenue.first_touch), ...Object.keys(revenue.linear)])].sort();
  const section = (title: string, rows: Parameters<typeof table>[0]): string => `${title}\n${table(rows)}\n`;
  return [
    section(`Planted: seed ${planted.seed}, up to ${planted.now}`, [
      ['accounts', planted.accounts],
      ['contacts', planted.contacts],
      ['visitors never identified', planted.unidentified_visitors],
      ['events sent', events.sent],
      ['events unique', events.unique],
      ['sent twice', events.duplicates],
      ['sent late', events.late],
    ]),
    section('Events by type', Object.entries(events.by_type)),
    section(`Loops: ${loops.count}`, [
      ['from', 'to', 'reason', 'loops'],
      ...loops.by_reason.map(({ from, to, reason, count }) => [from, to, reason, count]),
    ]),
    section('Opportunities', Object.entries(opportunities)),
    section(`Revenue won: ${grouped(revenue.won)} ${revenue.currency}`, [
      ['channel', 'first touch', 'linear'],
      ...channels.map((channel) => [
        channel,
        grouped(revenue.first_touch[channel] ?? '0.00'),
        grouped(revenue.linear[channel] ?? '0.00'),
      ]),
      ['unattributed', grouped(revenue.unattributed), grouped(revenue.unattributed)],
    ]),
    section('Handoffs', [
      ['opened', planted.mqls],
      ...Object.entries(handoffs).map(([name, count]) => [name.replaceAll('_', ' '), count]),
    ]),
    section('Breached SLAs', [
      ['first decision', breaches.first_decision],
      ['accepted, no opportunity', breaches.acceptance],
      ['rejected, not answered', breaches.handback],
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
};
