// The small page behind a link: it says what will happen and asks for a press of a button, as mail scanners open links. No script.
import type { ActLink } from './act-link.ts';
import { escapedHtml } from './channels/html.ts';
import { timeText } from './sentence.ts';

/** The one style sheet; the header that allows it has its hash. */
export const page_style =
  'body{margin:0;padding:16px;background:#f2f3f5;color:#1a1c1e;font:16px/24px system-ui,sans-serif}' +
  'main{max-width:36rem;margin:0 auto;padding:16px 20px;background:#fff;border-radius:8px;overflow-wrap:anywhere}' +
  'h1{margin:0 0 8px;font-size:22px;line-height:28px}label{display:block;margin:12px 0 4px}' +
  'input,textarea{box-sizing:border-box;width:100%;padding:8px;border:1px solid #55585f;border-radius:6px;font:inherit}' +
  'button{margin:16px 0 0;padding:10px 18px;border:0;border-radius:6px;background:#1f4fbf;color:#fff;font:inherit}' +
  ':focus-visible{outline:3px solid #8a5a00;outline-offset:2px}';

const page = (title: string, body: string): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
  `<meta name="robots" content="noindex"><title>${escapedHtml(title)}</title><style>${page_style}</style></head>` +
  `<body><main><h1>${escapedHtml(title)}</h1>${body}</main></body></html>`;

const paragraph = (text: string): string => `<p>${escapedHtml(text)}</p>`;

const titles = {
  acknowledged: 'Acknowledge this handoff?',
  snoozed: 'Snooze this handoff for 4 hours?',
  resolved: 'Resolve this handoff?',
} as const;
const buttons = { acknowledged: 'Acknowledge', snoozed: 'Snooze 4 hours', resolved: 'Resolve' } as const;
const effects = {
  acknowledged:
    'Everybody who was told hears that somebody is on it. It is neither repeated nor escalated any further. The clock runs on until the handoff is answered.',
  snoozed:
    'Nothing more is said about it for 4 hours; then everybody who was told is told again, if nobody has answered.',
  resolved:
    'Nothing more is said about it, and its incident is closed. It is no answer: the clock and its figures stay as they are.',
} as const;

const whoText = ({ handoff_id, account_id, contact_id }: ActLink): string =>
  [
    `Handoff ${handoff_id}`,
    ...(contact_id ? [`contact ${contact_id}`] : []),
    ...(account_id ? [`account ${account_id}`] : []),
  ].join(', ');

/** What is asked before anything happens. `token`: goes back with the form, not in its address. */
export const askPage = (link: ActLink, token: string): string =>
  page(
    titles[link.action],
    paragraph(`${whoText(link)}.`) +
      paragraph(effects[link.action]) +
      '<form method="post" action="act">' +
      `<input type="hidden" name="t" value="${escapedHtml(token)}">` +
      `<label for="actor">Your name</label><input id="actor" name="actor" required maxlength="128" autocomplete="name" value="${escapedHtml(link.actor)}">` +
      '<label for="note">Note (may be left out)</label><textarea id="note" name="note" rows="3" maxlength="1024"></textarea>' +
      `<button type="submit">${buttons[link.action]}</button></form>`,
  );

/** What was done. `isNew`: false where the same link had been pressed before. */
export const donePage = (link: ActLink, actor: string, until: number | undefined, isNew: boolean): string => {
  if (!isNew)
    return page('Done already', paragraph(`This link was used before: ${whoText(link)} is ${link.action}.`));
  const how = until === undefined ? '' : ` until ${timeText(until)}`;
  return page('Done', paragraph(`${whoText(link)} is ${link.action}${how} by ${actor}.`));
};

export const faultPage = (title: string, text: string): string => page(title, paragraph(text));
