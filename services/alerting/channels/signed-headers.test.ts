import { expect, test } from 'vitest';
import { signedHeaders, webhookIdOf } from './signed-headers.ts';

test('the signature is that of the Standard Webhooks specification', () => {
  // The specification's own example.
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const headers = signedHeaders(
    id,
    1_614_265_330_000,
    '{"test": 2432232314}',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );
  expect(headers).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('without a secret there is no signature', () => {
  expect(signedHeaders('msg_1', 0, '{}', '')).toEqual({ 'webhook-id': 'msg_1', 'webhook-timestamp': '0' });
});

test('the id depends on the fact alone', () => {
  expect(webhookIdOf('a/1/b')).toBe(webhookIdOf('a/1/b'));
  expect(webhookIdOf('a/1/b')).not.toBe(webhookIdOf('a/1/c'));
  expect(webhookIdOf('a/1/b')).toMatch(/^msg_[\w-]{27}$/);
});
