import { describe, expect, test } from 'vitest';
import type { Message } from './message.ts';
import { slackRequest } from './slack.ts';
import { messageOf } from './testing.ts';

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}
interface Block {
  readonly type: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly elements?: readonly Text[];
}

const read = (message: Message): { text: string; blocks: readonly Block[] } =>
  JSON.parse(slackRequest(message, 'https://hooks.slack.example/x').body) as {
    text: string;
    blocks: readonly Block[];
  };
const textsOf = (blocks: readonly Block[]): readonly Text[] =>
  blocks.flatMap(({ text, fields = [], elements = [] }) => [...(text ? [text] : []), ...fields, ...elements]);

test('a message is a header, its text, its lines as fields, its links, and when it was', () => {
  const { text, blocks } = read(messageOf());
  expect(text).toMatch(/^Overdue: contact ann of account acme\nA decision of sales/);
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'section', 'context']);
  expect(textsOf(blocks).map((one) => one.text)).toEqual([
    'Overdue: contact ann of account acme',
    'A decision of sales on contact ann of account acme, owned by sam, was due on 2026-06-01 13:00 UTC.',
    '*Owner*\nsam',
    '*Revenue at risk*\n12,000 EUR',
    '*<https://revloop.example/act?token=a.b&amp;do=acknowledge|Acknowledge>*',
    'Revloop · alert · breach · sales-west · 2026-06-01 13:00 UTC',
  ]);
});

describe('what Slack gives a meaning to', () => {
  test('has none in the texts of others: no mention, no link, no entity', () => {
    const bad = '<!channel> & <https://evil.example|here>';
    const { text, blocks } = read(
      messageOf({ title: bad, text: bad, lines: [{ label: bad, value: bad }], team: bad }),
    );
    const escaped = '&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;';
    const [header, section, field] = textsOf(blocks);
    expect([header?.text, section?.text]).toEqual([escaped, escaped]);
    expect(text).toBe(`${escaped}\n${escaped}`);
    expect(field?.text).toBe(`*${escaped}*\n${escaped}`);
    for (const one of textsOf(blocks)) if (one.type === 'mrkdwn') expect(one.verbatim).toBe(true);
    expect(textsOf(blocks).filter((one) => one.text.includes('<!'))).toEqual([]);
  });

  test('cannot break out of a link, by its URL or its label', () => {
    const links = [{ label: 'a>b|c', url: 'https://a.example/?x=1>|<!here>' }];
    const last = read(messageOf({ links })).blocks.at(-2)?.text?.text;
    expect(last).toBe('*<https://a.example/?x=1%3E%7C%3C!here%3E|a&gt;b|c>*');
  });
});

test('the limits of blocks hold for texts that double when escaped, and what has no room is counted', () => {
  const long = '&😀'.repeat(10_000);
  const links = Array.from({ length: 30 }, () => ({
    label: long,
    url: `https://a.example/${'x'.repeat(1_900)}`,
  }));
  const lines = Array.from({ length: 70 }, () => ({ label: long, value: long }));
  const message = messageOf({ title: long, text: long, team: long, lines, links });
  const { text, blocks } = read(message);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
  for (const { fields = [] } of blocks) expect(fields.length).toBeLessThanOrEqual(10);
  for (const one of textsOf(blocks)) {
    expect(one.text.length).toBeGreaterThan(0);
    expect(one.text.length).toBeLessThanOrEqual(3_000);
    expect(one.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
    expect(one.text.isWellFormed()).toBe(true);
  }
  const fields = blocks.flatMap((block) => block.fields ?? []);
  expect(fields).toHaveLength(20);
  expect(fields.at(-1)?.text).toBe('*More*\n51 lines that are not shown here');
});

test('a message without lines and links has no empty blocks, which Slack refuses', () => {
  const { blocks } = read(messageOf({ lines: [], links: [] }));
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
});
