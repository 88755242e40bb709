import { expect, test } from 'vitest';
import { readSilences } from './silences.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const file = `
channels:
  chat: { kind: slack, url_from: SLACK_URL }
routes:
  - { channels: [chat] }
silences:
  - { match: { team: west }, until: 2026-05-01T10:00:00+02:00, reason: offsite, by: ann }
  - match: { policy: [mql_decision, hand_raiser_decision], account: acme }
    until: 2026-06-01
    reason: migration of the CRM
    by: bob
  - { match: { owner: sam }, until: 2026-05-02T08:00:00Z, reason: ill, by: ann }
`;

test('silences are read with what they match; those in force come first, the soonest to end before others', () => {
  expect(readSilences(file, now)).toEqual([
    {
      match: { owner: ['sam'] },
      until: '2026-05-02T08:00:00.000Z',
      reason: 'ill',
      by: 'ann',
      state: 'active',
    },
    {
      match: { policy: ['mql_decision', 'hand_raiser_decision'], account: ['acme'] },
      until: '2026-06-01T00:00:00.000Z',
      reason: 'migration of the CRM',
      by: 'bob',
      state: 'active',
    },
    {
      match: { team: ['west'] },
      until: '2026-05-01T08:00:00.000Z',
      reason: 'offsite',
      by: 'ann',
      state: 'over',
    },
  ]);
});

test('a file without silences has none', () => {
  expect(readSilences('channels: {}\nroutes: []\n', now)).toEqual([]);
});

test.each([
  ['[]', 'it is not a map of channels, routes and silences'],
  ['silences: none', 'its silences are not a list'],
  ['silences: [quiet]', 'one of its silences has no match'],
])('%s is no directory file', (text, fault) => {
  expect(() => readSilences(text, now)).toThrow(fault);
});
