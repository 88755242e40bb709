// Many ask at once: how many questions that makes, for how long their answer is kept, and what becomes of failures.
import { expect, test } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

/** Answers that are given by hand, and a clock that is set by hand. */
const asking = (entries_max = 2) => {
  let now = 0;
  const asked: { key: string; answer: (text: string) => void; fail: (error: Error) => void }[] = [];
  const kept = new KeptAnswers<string>(entries_max, () => now);
  const get = (key: string): Promise<string> =>
    kept.get(key, 100, () => new Promise<string>((answer, fail) => asked.push({ key, answer, fail })));
  return { kept, asked, get, wait: (ms: number) => (now += ms) };
};

test('however many ask while a question is under way, it is asked once', async () => {
  const { asked, get, wait } = asking();
  const first = get('board');
  // Longer than an answer is kept: a slow question is not asked again beside itself.
  wait(500);
  const others = [get('board'), get('board')];
  expect(asked.length).toBe(1);
  asked[0]?.answer('rows');
  expect(await Promise.all([first, ...others])).toEqual(['rows', 'rows', 'rows']);
});

test('an answer is kept until it is as old as it may be, counted from its question', async () => {
  const { asked, get, wait } = asking();
  const first = get('board');
  wait(60);
  asked[0]?.answer('old');
  expect(await first).toBe('old');
  wait(39);
  expect(await get('board')).toBe('old');
  wait(1);
  const second = get('board');
  expect(asked.length).toBe(2);
  asked[1]?.answer('new');
  expect(await second).toBe('new');
});

test('a failure is told to all who wait for it, and the next one asks anew', async () => {
  const { asked, get } = asking();
  const waiting = [get('board'), get('board')];
  asked[0]?.fail(new Error('away'));
  for (const one of waiting) await expect(one).rejects.toThrow('away');
  const next = get('board');
  expect(asked.length).toBe(2);
  asked[1]?.answer('rows');
  expect(await next).toBe('rows');
});

test('after somebody acted nobody is shown what was asked before, even where it is under way', async () => {
  const { kept, asked, get, wait } = asking();
  const before = get('board');
  wait(1);
  kept.expire();
  const after = get('board');
  expect(asked.length).toBe(2);
  asked[1]?.answer('with the act');
  asked[0]?.answer('without it');
  expect([await before, await after]).toEqual(['without it', 'with the act']);
  expect(await get('board')).toBe('with the act');
});

test('of more answers than are kept the one asked for longest ago is forgotten', async () => {
  const { asked, get } = asking(2);
  for (const key of ['a', 'b', 'c']) {
    const answer = get(key);
    asked.at(-1)?.answer(key);
    await answer;
  }
  expect(await Promise.all([get('b'), get('c')])).toEqual(['b', 'c']);
  expect(asked.length).toBe(3);
  void get('a');
  expect(asked.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'a']);
});
