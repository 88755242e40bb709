import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mailboxFault, mailOf, smtpUrlFault } from './email.ts';
import { messageOf } from './testing.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const boxes = { from: 'revloop@example.com', to: 'sales@example.com' };
const mail = (...args: Parameters<typeof messageOf>) => mailOf(messageOf(...args), boxes, digest);

describe('ids', () => {
  test('are the same whenever the mail is built, and those of two mailboxes differ', () => {
    expect(mail()).toEqual(mail());
    expect(mail().message_id).toMatch(/^<[\w-]{43}@example\.com>$/);
    const other = mailOf(messageOf(), { ...boxes, to: 'ops@example.com' }, digest);
    expect(other.message_id).not.toBe(mail().message_id);
  });

  test('of all messages about one clock name one thread', () => {
    const later = mail({ message_id: 'other', kind: 'resolved', title: 'Resolved' });
    expect(later.thread_id).toBe(mail().thread_id);
    expect(later.message_id).not.toBe(mail().message_id);
    expect(mail({ subject_key: 'other' }).thread_id).not.toBe(mail().thread_id);
    expect(mail().thread_id).not.toBe(mail().message_id);
  });
});

test('the text says all there is to say', () => {
  expect(mail().text).toBe(
    [
      'Overdue: contact ann of account acme',
      'A decision of sales on contact ann of account acme, owned by sam, was due on 2026-06-01 13:00 UTC.',
      'Owner: sam\nRevenue at risk: 12,000 EUR',
      'Acknowledge: https://revloop.example/act?token=a.b&do=acknowledge',
    ].join('\n\n'),
  );
});

test('automatic answers are asked not to come', () => {
  expect(mail().headers).toMatchObject({ 'Auto-Submitted': 'auto-generated' });
});

test('a subject is one line of bounded length, so that nobody adds a header by it', () => {
  const { subject } = mail({ title: `Overdue\r\nBcc: all@example.com ${'x'.repeat(500)}` });
  expect(subject).toMatch(/^Overdue Bcc: all@example\.com x+…$/);
  expect(subject).toHaveLength(200);
});

describe('the page', () => {
  const bad = `<script>alert("1")</script><img src='x' onerror=y>&amp;`;

  test('shows every text as a text, wherever it stands', () => {
    const links = [
      { label: bad, url: `https://a.example/"><script>` },
      { label: 'Open', url: 'javascript:alert(1)' },
    ];
    const { html } = mail({ title: bad, text: bad, lines: [{ label: bad, value: bad }], links, team: bad });
    expect(html).not.toMatch(/<script|<img|javascript:/);
    const tags = new Set(
      [...html.matchAll(/<(\/?[a-z!][a-z0-9]*)/g)].map(([, tag]) => tag?.replace('/', '')),
    );
    const ours = '!doctype html head meta title body div h1 p table tr th td a';
    expect([...tags].filter((tag) => !ours.split(' ').includes(tag ?? ''))).toEqual([]);
    // Title, heading, text, label, value and link: six times as it was written.
    expect(
      html.split(
        '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=&#39;x&#39; onerror=y&gt;&amp;amp;',
      ),
    ).toHaveLength(7);
    expect(html).toContain('href="https://a.example/%22%3E%3Cscript%3E"');
  });

  test('says in words what its colour says, and fits a phone', () => {
    const { html } = mail({ kind: 'withdrawn' });
    expect(html).toContain('withdrawn · breach');
    expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
    expect(html).toContain('max-width:600px');
    expect(html).not.toMatch(/<style|<link|class=/);
  });

  test('stays below the 102 KB that mailboxes cut, and counts the lines it leaves out', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => ({ label: 'Overdue', value: `contact ${at}` }));
    const { html, text } = mail({ kind: 'digest', lines });
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    for (const part of [html, text]) expect(part).toContain('9901 lines that are not shown here');
  });
});

test('settings that cannot work are faults, and a password is not repeated', () => {
  expect(mailboxFault('sales@example.com')).toBeUndefined();
  expect(mailboxFault('vertrieb@bücher.example')).toBeUndefined();
  for (const bad of ['', 'sales', 'a@b, c@d', 'Sales <a@b.example>', 'a@b\r\nBcc: c@d', 'a@b.example;c@d'])
    expect(mailboxFault(bad)).toContain('is not one mailbox');
  expect(smtpUrlFault('smtp://user:pass@mail.example:587')).toBeUndefined();
  expect(smtpUrlFault('smtps://mail.example')).toBeUndefined();
  for (const bad of ['mail.example', 'http://user:hunter2@mail.example', 'smtp://']) {
    expect(smtpUrlFault(bad)).toContain('smtp://user:password@host:port');
    expect(smtpUrlFault(bad)).not.toContain('hunter2');
  }
});
