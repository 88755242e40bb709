import { describe, expect, test } from 'vitest';
import { Histories, type Link } from './histories.ts';
import { event, hourly } from './testing.ts';

const link = (account_id: string, hour: number, identified: boolean): Link => ({
  contact_id: 'c',
  account_id,
  identified,
  occurred_at: hourly(hour),
  event_id: `l${hour}`,
  source: 'crm',
});
const loose = event('mql_created', 0, 'm', { account_id: null });

describe('a contact without an account', () => {
  test('stands for itself until an event ties it to one', () => {
    const histories = new Histories();
    expect(histories.add(loose, 0)).toEqual(['contact:c']);
    expect(histories.accountIdOf('contact:c')).toBe('');
    expect(histories.learn(link('a', 1, false), 0)).toEqual(['contact:c', 'a']);
    expect([histories.eventsOf('a').length, histories.eventsOf('contact:c').length]).toEqual([1, 0]);
  });

  test('belongs where contact_identified says, else where the newest event says', () => {
    const histories = new Histories();
    histories.add(loose, 0);
    histories.learn(link('a', 5, false), 0);
    expect(histories.learn(link('b', 3, false), 0)).toEqual([]);
    expect(histories.learn(link('d', 1, true), 0)).toEqual(['a', 'd']);
    expect(histories.learn(link('e', 9, false), 0)).toEqual([]);
  });

  test('joins an account that was learnt before its first stage event', () => {
    const histories = new Histories();
    histories.learn(link('a', 1, true), 0);
    expect(histories.add(loose, 0)).toEqual(['a']);
  });
});

test('of two events with the same source and id the first stands, in short and in long histories', () => {
  const histories = new Histories();
  for (let at = 0; at < 50; at += 1) {
    expect(histories.add(event('mql_created', at, `m${at}`), 0)).toEqual(['a']);
    expect(histories.add(event('mql_created', at + 0.5, `m${at}`), 0)).toEqual([]);
  }
  expect(histories.eventsOf('a').map(({ event_id }) => event_id)).toEqual(
    Array.from({ length: 50 }, (_, at) => `m${at}`),
  );
});

test('what is long quiet is forgotten, and what was touched or is recent is kept', () => {
  const histories = new Histories();
  histories.add(event('mql_created', 0, 'old', { account_id: 'quiet' }), 0);
  histories.add(event('mql_created', 0, 'old', { account_id: 'touched' }), 100);
  histories.add(event('mql_created', 9, 'new', { account_id: 'recent' }), 0);
  expect(histories.forget(hourly(5), 50).map(({ key }) => key)).toEqual(['quiet']);
  expect([...histories.accountKeys()]).toEqual(['touched', 'recent']);
});
