import { expect, test } from 'vitest';
import { lastWordsOf } from './last-words.ts';

test('names the fault of a stack trace, not its frames', () => {
  const output = 'building\nError: Failed to resolve ./main.tsx\n    at file:///x.js:1\n    at async y\n';
  expect(lastWordsOf(output)).toBe('Error: Failed to resolve ./main.tsx');
});

test('says structured lines as text and reason', () => {
  const output =
    '{"level":30,"msg":"started"}\n{"level":60,"err":{"message":"no password"},"msg":"crashed"}\n';
  expect(lastWordsOf(output)).toBe('crashed: no password');
});

test('falls back to the last lines, and to nothing', () => {
  expect(lastWordsOf('one\ntwo\nthree\n')).toBe('two | three');
  expect(lastWordsOf(' \n')).toBe('');
});
