// E-mail, by the operator's SMTP server.
import { createTransport } from 'nodemailer';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { mailOf, type Mail, type Mailboxes } from '../core/channels/email.ts';
import { messageKinds } from '../core/channels/message.ts';
import { failed, type Sent } from '../core/channels/sent.ts';
import type { Channel } from './channel.ts';
import { digest } from './digest.ts';

/** Servers make senders wait on purpose: longer than an HTTP receiver may. */
const send_ms_max = 30_000;

export interface EmailChannelSettings extends Mailboxes {
  readonly channel_id: string;
  /** `smtp://user:password@host:port`, which speaks TLS where the server offers it, `?requireTLS=true` always; or smtps. */
  readonly smtp_url: string;
}

const messageOf = ({ from, to, subject, text, html, message_id, thread_id, headers }: Mail) => ({
  from: { name: 'Revloop', address: from },
  to: { name: '', address: to },
  subject,
  text,
  html,
  messageId: message_id,
  inReplyTo: thread_id,
  references: thread_id,
  headers: { ...headers },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** What nodemailer says of a mail, its sender or its mailbox; anything else is about the connection or the login. */
const about_the_mail = new Set(['EENVELOPE', 'EMESSAGE']);

/** A mail refused with 5xx, or before it was sent, is refused for ever; 4xx, a failed login and no answer are the server's moment or ours. */
const failureOf = (error: unknown): Sent => {
  const { responseCode: status = 0, code = '' } = error as { responseCode?: number; code?: string };
  const isPassing = status >= 400 && status < 500;
  return failed(reasonOf(error), status, about_the_mail.has(code) && !isPassing ? 'never' : 'later');
};

export const emailChannel = ({ channel_id, smtp_url, from, to }: EmailChannelSettings): Channel => {
  const transport = createTransport({ url: smtp_url, connectionTimeout: 10_000, greetingTimeout: 10_000 });
  return {
    channel_id,
    kind: 'email',
    honours_ids: false,
    takes: messageKinds,
    send: async (message, stopped) => {
      const overdue = new AbortController();
      const timer = setTimeout(
        () => overdue.abort(new Error(`not taken within ${send_ms_max} ms`)),
        send_ms_max,
      );
      try {
        const signal = AbortSignal.any([stopped, overdue.signal]);
        await transport.sendMail({ ...messageOf(mailOf(message, { from, to }, digest)), signal });
        return { ok: true };
      } catch (error) {
        return failureOf(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
};
