// Where two tellings of the same accounts differ, shortly: the account, its events in order, and what only one side says.
import type { NativeEvent } from '../support/revloop.ts';
import { factOf, inOrder } from './reference/fact.ts';
import type { Told } from './told.ts';

const shown_accounts_max = 3;
const shown_lines_max = 40;

const eventLine = ({ occurred_at, event_id, type, ...more }: NativeEvent): string =>
  `  ${occurred_at} ${event_id} ${type} ${JSON.stringify(more)}`;

const onlyIn = (mine: readonly string[], theirs: readonly string[], whose: string): string[] =>
  mine
    .filter((text) => !theirs.includes(text))
    .slice(0, shown_lines_max)
    .map((text) => `  ${whose}: ${text}`);

/** Nothing where all accounts are told alike; else how many are not, and the first few with their events. */
export const differences = (
  reference: Told,
  stored: Told,
  eventsOf: (account_id: string) => readonly NativeEvent[],
): string => {
  const accounts = [...new Set([...reference.keys(), ...stored.keys()])];
  const wrong = accounts.filter(
    (id) => (reference.get(id) ?? []).join('\n') !== (stored.get(id) ?? []).join('\n'),
  );
  if (wrong.length === 0) return '';
  const events = (id: string): NativeEvent[] =>
    [...eventsOf(id)].sort((a, b) => inOrder(factOf(a), factOf(b)));
  // The shortest journeys explain best.
  const shown = wrong.sort((a, b) => events(a).length - events(b).length).slice(0, shown_accounts_max);
  return [
    `${wrong.length} of ${accounts.length} accounts differ`,
    ...shown.flatMap((id) => [
      id,
      ...events(id).map(eventLine),
      ...onlyIn(reference.get(id) ?? [], stored.get(id) ?? [], 'reference'),
      ...onlyIn(stored.get(id) ?? [], reference.get(id) ?? [], 'ClickHouse'),
    ]),
  ].join('\n');
};
