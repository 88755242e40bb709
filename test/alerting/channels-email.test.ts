// Alerts as e-mail, taken by a real SMTP server and read back by a mail parser.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../services/alerting/channels/channel.ts';
import { emailChannel } from '../../services/alerting/channels/email.ts';
import { messageOf } from '../../services/alerting/core/channels/testing.ts';
import { startSmtpReceiver, startTlsServer, type SmtpReceiver } from './receivers/smtp-receiver.ts';

const { signal } = new AbortController();
const boxes = { from: 'revloop@example.com', to: 'sales@example.com' };

let receiver: SmtpReceiver;
beforeAll(async () => {
  receiver = await startSmtpReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.mails.length = 0;
  receiver.refusal = undefined;
});

const channel = (smtp_url = receiver.url): Channel => emailChannel({ channel_id: 'e', smtp_url, ...boxes });

test('a mail arrives with its text, its page, and headers that keep automatic answers away', async () => {
  const message = messageOf({ title: 'Überfällig: <ann> & Söhne', text: 'Line one.\n.\nLine "two" <b>.' });
  expect(await channel().send(message, signal)).toEqual({ ok: true });
  expect(receiver.mails).toHaveLength(1);
  const [{ from, to, mail } = { from: '', to: [], mail: undefined }] = receiver.mails;
  expect({ from, to }).toEqual({ from: boxes.from, to: [boxes.to] });
  expect(mail?.subject).toBe('Überfällig: <ann> & Söhne');
  expect(mail?.from?.text).toBe('"Revloop" <revloop@example.com>');
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail?.text).toContain('Line one.\n.\nLine "two" <b>.\n\nOwner: sam\n');
  expect(mail?.html).toContain('Überfällig: &lt;ann&gt; &amp; Söhne');
  expect(mail?.html).toContain('Line one.<br>.<br>Line &quot;two&quot; &lt;b&gt;.');
  expect(mail?.html).toContain('href="https://revloop.example/act?token=a.b&amp;do=acknowledge"');
  expect(mail?.attachments).toEqual([]);
});

test('mails about one clock thread; one sent again has the same id, and is there twice', async () => {
  const email = channel();
  await email.send(messageOf(), signal);
  await email.send(messageOf(), signal);
  await email.send(messageOf({ message_id: 'other', kind: 'resolved' }), signal);
  const ids = receiver.mails.map(({ mail }) => mail.messageId);
  expect(ids[0]).toMatch(/^<[\w-]{43}@example\.com>$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(email.honours_ids).toBe(false);
  expect(new Set(receiver.mails.map(({ mail }) => mail.inReplyTo)).size).toBe(1);
  for (const { mail } of receiver.mails) expect([mail.references].flat()).toEqual([mail.inReplyTo]);
});

describe('a mail that is not taken', () => {
  test.each([
    ['recipient', 450, 'later'],
    ['recipient', 550, 'never'],
    ['mail', 451, 'later'],
    ['mail', 554, 'never'],
  ] as const)('at its %s with %i may be sent again: %s', async (to, code, retry) => {
    receiver.refusal = { to, code, text: 'not now' };
    const sent = await channel().send(messageOf(), signal);
    expect(sent).toMatchObject({ ok: false, status: code, retry, after_ms: 0 });
    expect(sent).toHaveProperty('why', expect.stringContaining('not now'));
    expect(receiver.mails).toEqual([]);
  });

  test('as the login failed is for later, when somebody has set the password right, and the password is not told', async () => {
    const sent = await channel(receiver.url.replace('p%40ss', 'hunter2')).send(messageOf(), signal);
    expect(sent).toMatchObject({ ok: false, status: 535, retry: 'later' });
    expect(JSON.stringify(sent)).not.toContain('hunter2');
  });

  test('as there is no server is for later', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const sent = await channel(`smtp://127.0.0.1:${port}`).send(messageOf(), signal);
    expect(sent).toMatchObject({ ok: false, status: 0, retry: 'later' });
  });

  test('as nobody vouches for the certificate of the server is for later, and nothing is sent to it', async () => {
    const server = await startTlsServer();
    const sent = await channel(`smtps://revloop:p%40ss@127.0.0.1:${server.port}`).send(messageOf(), signal);
    expect(sent).toMatchObject({ ok: false, status: 0, retry: 'later' });
    expect(sent).toHaveProperty('why', expect.stringContaining('certificate'));
    await server.close();
  });

  test('by a server that says nothing is given up at once by who is stopped', async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      socket.on('close', () => closed.resolve());
      stop.abort();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = await channel(`smtp://127.0.0.1:${port}`).send(messageOf(), stop.signal);
    expect(sent).toMatchObject({ ok: false, status: 0, retry: 'later' });
    await closed.promise;
    server.close();
  });
});
