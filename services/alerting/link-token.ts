// A link's text, signed: base64url(text).base64url(HMAC-SHA256), so that nobody can make or change one.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The longest that a URL carries. */
const token_chars_max = 2_000;

const signatureOf = (encoded: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`act.${encoded}`).digest();

export const signToken = (text: string, secret: string): string => {
  const encoded = Buffer.from(text).toString('base64url');
  return `${encoded}.${signatureOf(encoded, secret).toString('base64url')}`;
};

/** The text; undefined where it was not signed with `secret`. Compared in constant time. */
export const verifyToken = (token: string, secret: string): string | undefined => {
  const [encoded = '', signature = '', ...more] = token.length > token_chars_max ? [] : token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(encoded, secret);
  // One writing alone of each token: what is accepted names the act, and twice must be once.
  const isOne = more.length === 0 && signature === given.toString('base64url');
  return isOne && given.length === expected.length && timingSafeEqual(given, expected)
    ? Buffer.from(encoded, 'base64url').toString()
    : undefined;
};
