// A message → an e-mail: ids that are the same whenever it is built, headers by which mails about one clock thread, a text and a page.
import { cut, oneLine } from './cut.ts';
import { pageOf } from './email-page.ts';
import { firstLines, usableLinks } from './listed.ts';
import type { Message } from './message.ts';

const subject_chars_max = 200;
const text_chars_max = 10_000;
const lines_max = 100;
const label_chars_max = 100;
const value_chars_max = 1_000;

/** A mailbox without a name: `sales@example.com`. */
const mailbox = /^[^\s@<>(),;:\\"[\]]{1,64}@[a-z0-9\p{L}](?:[a-z0-9\p{L}.-]{0,251}[a-z0-9\p{L}])?$/iu;

/** What is wrong with an address; none where nothing is. One message goes to one mailbox: of several, some could take it and others not. */
export const mailboxFault = (address: string): string | undefined =>
  mailbox.test(address) ? undefined : `"${address}" is not one mailbox like sales@example.com`;

/** What is wrong with an SMTP server's URL; none where nothing is. The URL may hold a password and is not repeated. */
export const smtpUrlFault = (url: string): string | undefined => {
  const parsed = URL.parse(url);
  const isSmtp = parsed?.protocol === 'smtp:' || parsed?.protocol === 'smtps:';
  return isSmtp && parsed.hostname
    ? undefined
    : 'an SMTP server is smtp://user:password@host:port, or smtps:// where TLS is spoken from the start';
};

export interface Mailboxes {
  readonly from: string;
  readonly to: string;
}

export interface Mail extends Mailboxes {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly message_id: string;
  /** Message-ID of the thread; no mail has it, as which one comes first is nobody's to know. */
  readonly thread_id: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as e-mail writes it: bounded, links usable. */
const bounded = (message: Message): Message => ({
  ...message,
  title: oneLine(message.title),
  text: cut(message.text, text_chars_max),
  lines: firstLines(message.lines, lines_max).map(({ label, value }) => ({
    label: cut(oneLine(label), label_chars_max),
    value: cut(value, value_chars_max),
  })),
  links: usableLinks(message.links).map(({ label, url }) => ({
    label: cut(oneLine(label), label_chars_max),
    url,
  })),
});

const textOf = ({ title, text, lines, links }: Message): string =>
  [
    title,
    text,
    lines.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');

/**
 * The mail. `digest` makes of any text one that may stand in a Message-ID. Mail servers promise nothing about ids they have seen: a mail sent twice
 * may arrive twice, though many mailboxes show one.
 */
export const mailOf = (message: Message, { from, to }: Mailboxes, digest: (text: string) => string): Mail => {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const shown = bounded(message);
  return {
    from,
    to,
    subject: cut(shown.title, subject_chars_max),
    text: textOf(shown),
    html: pageOf(shown),
    // By receiver too: two mailboxes of one message are two mails.
    message_id: `<${digest(`${message.message_id} ${to}`)}@${domain}>`,
    thread_id: `<${digest(`thread ${message.subject_key}`)}@${domain}>`,
    // RFC 3834, and its like for Exchange: out-of-office notes must not answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
};
