// A message → blocks for a Slack incoming webhook, and the text that notifications show (https://docs.slack.dev/reference/block-kit).
import { cutEncoded, oneLine } from './cut.ts';
import { jsonRequest, type HttpRequest } from './http.ts';
import { firstLines, usableLinks } from './listed.ts';
import type { Line, Link, Message } from './message.ts';

const header_chars_max = 150;
const section_chars_max = 3_000;
const fields_max = 10;
/** Two sections of fields. Slack takes 2,000 characters in each, but refuses messages that are long as a whole. */
const lines_max = 2 * fields_max;
const field_chars_max = 500;
const label_chars_max = 75;
const time_chars = 16;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (character: string): string => escapes[character] ?? character;

/** A text of anybody's in a text of Slack's: neither a mention nor a link, at most `chars_max` once it is escaped. */
const escaped = (text: string, chars_max: number): string => cutEncoded(text, chars_max, escape);

// `verbatim`: Slack makes no links and mentions of its own.
const markdown = (text: string): object => ({ type: 'mrkdwn', text, verbatim: true });

const field = ({ label, value }: Line): object => {
  const head = `*${escaped(oneLine(label), label_chars_max)}*\n`;
  return markdown(head + escaped(value, field_chars_max - head.length));
};

const fieldSections = (lines: readonly Line[]): object[] => {
  const fields = firstLines(lines, lines_max).map(field);
  const sections: object[] = [];
  for (let at = 0; at < fields.length; at += fields_max)
    sections.push({ type: 'section', fields: fields.slice(at, at + fields_max) });
  return sections;
};

/**
 * Links in a text, not button elements: to an app that takes no interactions, which one with an incoming webhook alone is, Slack puts
 * a warning beside a button once it was pressed, as though the acknowledgement had failed.
 */
const linkSections = (links: readonly Link[]): object[] => {
  let text = '';
  for (const { label, url } of usableLinks(links)) {
    const link = `*<${url.replaceAll('&', '&amp;')}|${escaped(oneLine(label), label_chars_max)}>*`;
    const next = text ? `${text}   ${link}` : link;
    if (next.length <= section_chars_max) text = next;
  }
  return text ? [{ type: 'section', text: markdown(text) }] : [];
};

const context = ({ kind, level, team, at }: Message): object => {
  const time = `${new Date(at).toISOString().slice(0, time_chars).replace('T', ' ')} UTC`;
  const parts = ['Revloop', kind, level, escaped(oneLine(team), label_chars_max), time];
  return { type: 'context', elements: [markdown(parts.filter(Boolean).join(' · '))] };
};

/** A request to an incoming webhook's URL. Slack knows no id of a message: one sent twice stands there twice. */
export const slackRequest = (message: Message, url: string): HttpRequest => {
  const title = oneLine(message.title);
  return jsonRequest(url, {
    text: escaped(`${title}\n${message.text}`, section_chars_max),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: escaped(title, header_chars_max), emoji: false },
      },
      { type: 'section', text: markdown(escaped(message.text, section_chars_max)) },
      ...fieldSections(message.lines),
      ...linkSections(message.links),
      context(message),
    ],
  });
};
