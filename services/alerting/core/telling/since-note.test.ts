import { expect, test } from 'vitest';
import { sinceOf, writeSince } from './since-note.ts';

const second = (count: number): number => 1_750_000_000_000 + count * 1_000;

test('a channel keeps when it began, a new one begins now, one that is gone is forgotten', () => {
  const first = sinceOf('', ['chat', 'mail'], second(0));
  const next = sinceOf(writeSince(first), ['chat', 'pager'], second(9));
  expect([...next]).toEqual([
    ['chat', second(0)],
    ['pager', second(9)],
  ]);
});

test('what is no note says nothing', () => {
  for (const note of ['', '{', '[]', 'null', '{"since":{"chat":"x"}}'])
    expect(sinceOf(note, ['chat'], second(1)).get('chat')).toBe(second(1));
});

test('a note of as many channels as there may be is one that brokers take', () => {
  const names = Array.from({ length: 50 }, (_, at) => `${'x'.repeat(30)}${at}`);
  expect(writeSince(sinceOf('', names, second(0))).length).toBeLessThan(4_096);
});
