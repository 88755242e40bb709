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
  const done = { actor: 'kim', until: 0, owner_id: undefined, isNew: true };
  expect(donePage(link, done)).toContain('is snoozed until 1970-01-01 00:00 UTC by kim');
  expect(donePage(link, { ...done, isNew: false })).toContain('This link was used before');
});

test('who is given it is chosen among those of the directory, and named where there are none; a comment must say something', () => {
  const given = { ...link, action: 'reassigned' } as const;
  const page = askPage(given, 'a.b', [{ owner_id: 'kim', name: 'Kim <Lee>' }]);
  expect(page).toContain('<option value="kim">Kim &lt;Lee&gt;</option>');
  expect(page).toContain('<select id="owner_id" name="owner_id" required>');
  expect(askPage(given, 'a.b')).toContain('<input id="owner_id" name="owner_id" required');
  expect(donePage(given, { actor: 'ann', until: undefined, owner_id: 'kim', isNew: true })).toContain(
    'is reassigned to kim by ann',
  );
  const commented = { ...link, action: 'commented' } as const;
  expect(askPage(commented, 'a.b')).toMatch(/<textarea[^>]* required>/);
  expect(askPage(commented, 'a.b')).not.toContain('owner_id');
});
