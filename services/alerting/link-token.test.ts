import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorOf } from './action-links.ts';
import { expiryOf, readLink, untilOf, writeLink, type ActLink } from './core/act-link.ts';
import { channel, directory, start } from './core/telling/testing.ts';
import { signToken, verifyToken } from './link-token.ts';

const secret = 'a secret of twenty characters';
const link: fc.Arbitrary<ActLink> = fc.record({
  handoff_id: fc
    .string({ minLength: 1, maxLength: 190, unit: 'binary' })
    .filter((text) => text.isWellFormed()),
  account_id: fc.option(fc.string({ minLength: 1, maxLength: 100 })),
  contact_id: fc.option(fc.string({ minLength: 1, maxLength: 100 })),
  action: fc.constantFrom('acknowledged', 'snoozed', 'resolved'),
  actor: fc.string({ minLength: 1, maxLength: 60 }),
  message_id: fc.string({ maxLength: 16 }),
  expires_at: fc.nat(),
});

describe('a token', () => {
  test('gives back what was signed', () => {
    fc.assert(
      fc.property(link, (one) => {
        const text = verifyToken(signToken(writeLink(one), secret), secret);
        expect(text === undefined ? undefined : readLink(text)).toEqual(one);
      }),
    );
  });

  test('that was changed anywhere, cut, lengthened, or signed by another key is not good', () => {
    fc.assert(
      fc.property(link, fc.nat(), fc.constantFrom('A', 'z', '.', '=', ' '), (one, place, letter) => {
        const token = signToken(writeLink(one), secret);
        const at = place % token.length;
        const changed = [
          token.slice(0, at) + letter + token.slice(at + 1),
          token.slice(0, at),
          token + letter,
          signToken(writeLink(one), `${secret}!`),
        ];
        for (const other of changed) if (other !== token) expect(verifyToken(other, secret)).toBeUndefined();
      }),
    );
  });
});

test('links work for seven days and the rest of the day, so that one sent again is the same', () => {
  const day_ms = 86_400_000;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
      expect(expiryOf(now) - now).toBeGreaterThan(7 * day_ms);
      expect(expiryOf(now) - now).toBeLessThanOrEqual(8 * day_ms);
    }),
  );
  expect(untilOf({ action: 'snoozed' }, start)).toBe(start + 4 * 3_600_000);
  expect(untilOf({ action: 'resolved' }, start)).toBeUndefined();
});

test('a text that is no link is none', () => {
  for (const text of ['', '{}', 'null', '[]', '{"h":"crm/m","do":"deleted","by":"ann","exp":1}'])
    expect(readLink(text)).toBeUndefined();
});

test('who acts is the owner of the channel where it is one person’s, else the channel', () => {
  const of = directory({
    channels: [channel('chat'), channel('mail-ann'), channel('both')],
    owners: {
      ann: { name: 'Ann', team: '', channels: ['mail-ann', 'both'] },
      sam: { name: 'Sam', team: '', channels: ['both'] },
    },
  });
  expect(['chat', 'mail-ann', 'both'].map((id) => actorOf(id, of))).toEqual(['chat', 'ann', 'both']);
});
