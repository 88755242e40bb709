import { expect, test } from 'vitest';
import type { ActLink } from './act-link.ts';
import { askPage, donePage } from './act-page.ts';

const link: ActLink = {
  handoff_id: 'crm/<script>alert(1)</script>',
  account_id: '"acme" & co',
  contact_id: 'ann',
  action: 'snoozed',
  actor: `o'neill`,
  message_id: 'm',
  expires_at: 0,
};

test('the page says what will happen and about whom, and nothing of it is anybody’s markup', () => {
  const page = askPage(link, 'a.b');
  expect(page).toContain('Snooze this handoff for 4 hours?');
  expect(page).toContain(
    'Handoff crm/&lt;script&gt;alert(1)&lt;/script&gt;, contact ann, account &quot;acme&quot; &amp; co.',
  );
  expect(page).toContain('value="o&#39;neill"');
  expect(page).not.toContain('<script');
  expect(page.match(/<label for="(\w+)">/g)).toHaveLength(2);
});

test('what was done before is said to be', () => {
  expect(donePage(link, 'kim', 0, true)).toContain('is snoozed until 1970-01-01 00:00 UTC by kim');
  expect(donePage(link, 'kim', 0, false)).toContain('This link was used before');
});
