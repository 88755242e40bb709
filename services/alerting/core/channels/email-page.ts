// A message → the HTML part of an e-mail: inline styles alone, one column, readable on a phone, and nothing in it that was not escaped.
import { escapedHtml } from './html.ts';
import type { Link, Line, Message } from './message.ts';

/** Backgrounds on which white text has a contrast of at least 4.5. */
const colours = {
  warning: '#8a5a00',
  breach: '#b3261e',
  escalation: '#7a1020',
  over: '#1b6e3c',
  acknowledged: '#44474f',
} as const;

const levelColour = (level: Message['level']): string =>
  level === 'warning' || level === 'breach' ? colours[level] : colours.escalation;

const colourOf = ({ kind, level }: Message): string => {
  if (kind === 'withdrawn' || kind === 'resolved') return colours.over;
  return kind === 'acknowledged' ? colours.acknowledged : levelColour(level);
};

/** What colour says as well, in words. */
const markOf = ({ kind, level }: Message): string => (kind === 'alert' ? level : `${kind} · ${level}`);

const paragraph = (text: string): string =>
  `<p style="margin:0 0 16px;font-size:16px;line-height:24px">${escapedHtml(text).replaceAll('\n', '<br>')}</p>`;

const row = ({ label, value }: Line): string =>
  `<tr><th scope="row" align="left" valign="top" style="padding:6px 12px 6px 0;font-size:14px;font-weight:normal;color:#55585f">${escapedHtml(label)}</th>` +
  `<td valign="top" style="padding:6px 0;font-size:16px;word-break:break-word">${escapedHtml(value).replaceAll('\n', '<br>')}</td></tr>`;

const table = (lines: readonly Line[]): string =>
  lines.length === 0
    ? ''
    : `<table cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;margin:0 0 16px">${lines.map(row).join('')}</table>`;

const button = ({ label, url }: Link): string =>
  `<a href="${escapedHtml(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:12px 18px;border-radius:6px;background:#1f4fbf;color:#ffffff;font-size:16px;text-decoration:none">${escapedHtml(label)}</a>`;

/** The page of a message whose texts and links are already bounded. */
export const pageOf = (message: Message): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
  `<title>${escapedHtml(message.title)}</title></head>` +
  '<body style="margin:0;padding:12px;background:#f2f3f5;color:#1a1c1e;font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">' +
  '<div style="max-width:600px;margin:0 auto;background:#ffffff;border-radius:8px;overflow:hidden">' +
  `<div style="padding:16px 20px;background:${colourOf(message)};color:#ffffff">` +
  `<div style="font-size:13px;text-transform:uppercase;letter-spacing:.5px">${escapedHtml(markOf(message))}</div>` +
  `<h1 style="margin:4px 0 0;font-size:20px;line-height:26px;word-break:break-word">${escapedHtml(message.title)}</h1></div>` +
  `<div style="padding:20px">${paragraph(message.text)}${table(message.lines)}${message.links.map(button).join('')}</div>` +
  '</div></body></html>';
