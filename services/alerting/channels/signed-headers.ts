// Who sent a webhook, and when: the headers of Standard Webhooks (https://www.standardwebhooks.com).
import { createHmac } from 'node:crypto';
import { digest } from './digest.ts';

/** The same for every attempt, and for what is told again after a crash: receivers drop what they have seen. */
export const webhookIdOf = (id: string): string => `msg_${digest(id).slice(0, 27)}`;

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);

/**
 * Headers of an attempt at `at_ms`: id, time in seconds, and for each secret HMAC-SHA256 of "id.time.body" in base64 as `v1,…`, separated by
 * spaces. With the former and the next secret both given, receivers change theirs when they like. Without a secret there is no signature.
 */
export const signedHeaders = (
  id: string,
  at_ms: number,
  body: string,
  ...secrets: readonly string[]
): Record<string, string> => {
  const seconds = String(Math.floor(at_ms / 1000));
  const signatures = secrets
    .filter(Boolean)
    .map((secret) => createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    ...(signatures.length > 0 && { 'webhook-signature': signatures.map((one) => `v1,${one}`).join(' ') }),
  };
};
