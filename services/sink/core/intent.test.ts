import { expect, test } from 'vitest';
import { intentIn, noteOf, tokenOf } from './intent.ts';

const intent = { from: 100, to: 149, token: tokenOf('funnel.events', 2, 100, 149, 1_750_000_000_000) };

test('an intent comes back from its note, beside the offset it begins at', () => {
  expect(intentIn(noteOf(intent), 100)).toEqual(intent);
});

test.each([
  ['an empty note', '', 100],
  ['a note somebody else left', 'hello', 100],
  ['JSON of another kind', '[1]', 100],
  ['null', 'null', 100],
  ['a later version', JSON.stringify({ ...intent, v: 2 }), 100],
  ['an intent beside another offset', noteOf(intent), 150],
  ['an intent beside no offset', noteOf(intent), undefined],
  ['a range that runs backwards', noteOf({ ...intent, to: 99 }), 100],
])('%s is no intent', (_what, note, committed) => {
  expect(intentIn(note, committed)).toBeUndefined();
});

test('a note fits beside an offset, and a topic that was made again has other tokens', () => {
  const long = {
    from: 9_007_199_254_740_000,
    to: 9_007_199_254_740_991,
    token: tokenOf('t'.repeat(249), 9_999, 9e15, 9e15, 9e12),
  };
  expect(noteOf(long).length).toBeLessThan(4_096);
  expect(tokenOf('t', 0, 0, 9, 1)).not.toBe(tokenOf('t', 0, 0, 9, 2));
});
