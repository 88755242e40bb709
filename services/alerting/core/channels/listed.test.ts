import { expect, test } from 'vitest';
import { firstLines, usableLinks } from './listed.ts';

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ label: 'Owner', value: `${at}` }));

test('lines that have no room are counted', () => {
  expect(firstLines(lines(3), 3)).toEqual(lines(3));
  expect(firstLines(lines(9), 3)).toEqual([
    ...lines(2),
    { label: 'More', value: '7 lines that are not shown here' },
  ]);
});

test('only links of http and https are passed on, with nothing in them that ends a link in a text', () => {
  const urls = ['javascript:alert(1)', 'data:text/html,x', 'not a url', 'https://a.example/x?q=a|b>"c d'];
  expect(usableLinks(urls.map((url) => ({ label: 'Open', url })))).toEqual([
    { label: 'Open', url: 'https://a.example/x?q=a%7Cb%3E%22c%20d' },
  ]);
});
