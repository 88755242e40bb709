// The small page behind a link: it says what will happen and asks for a press of a button, as mail scanners open links. No script.
import { linkActions, type ActLink, type LinkAction } from './act-link.ts';
import { escapedHtml } from './channels/html.ts';
import { timeText } from './sentence.ts';

/** The one style sheet; the header that allows it has its hash. */
export const page_style =
  'body{margin:0;padding:16px;background:#f2f3f5;color:#1a1c1e;font:16px/24px system-ui,sans-serif}' +
  'main{max-width:36rem;margin:0 auto;padding:16px 20px;background:#fff;border-radius:8px;overflow-wrap:anywhere}' +
  'h1{margin:0 0 8px;font-size:22px;line-height:28px}label{display:block;margin:12px 0 4px}' +
  'input,select,textarea{box-sizing:border-box;width:100%;padding:8px;border:1px solid #55585f;border-radius:6px;font:inherit}' +
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
  reassigned: 'Reassign this handoff?',
  commented: 'Comment on this handoff?',
  resolved: 'Resolve this handoff?',
} as const;
const buttons: Readonly<Record<LinkAction, string>> = Object.fromEntries(
  linkActions.map(({ action, label }) => [action, label]),
) as Record<LinkAction, string>;
const effects = {
  acknowledged:
    'Everybody who was told hears that somebody is on it. It is neither repeated nor escalated any further. The clock runs on until the handoff is answered.',
  snoozed:
    'Nothing more is said about it for 4 hours; then everybody who was told is told again, if nobody has answered.',
  reassigned:
    'Whoever you name owes the answer from now on, and is told at once. What was acknowledged or snoozed before does not count for them. The clock runs on.',
  commented: 'It is kept with the handoff, and changes nothing: nobody is told.',
  resolved:
    'Nothing more is said about it, and its incident is closed. It is no answer: the clock and its figures stay as they are.',
} as const;

const whoText = ({ handoff_id, account_id, contact_id }: ActLink): string =>
  [
    `Handoff ${handoff_id}`,
    ...(contact_id ? [`contact ${contact_id}`] : []),
    ...(account_id ? [`account ${account_id}`] : []),
  ].join(', ');

/** Somebody to whom it can be given. */
export interface Person {
  readonly owner_id: string;
  readonly name: string;
}

/** To whom: of the people of the directory, else whoever is named. */
const ownerField = (people: readonly Person[]): string =>
  '<label for="owner_id">Reassign to</label>' +
  (people.length === 0
    ? '<input id="owner_id" name="owner_id" required maxlength="128">'
    : '<select id="owner_id" name="owner_id" required><option value="">Choose somebody</option>' +
      people
        .map(({ owner_id, name }) => `<option value="${escapedHtml(owner_id)}">${escapedHtml(name)}</option>`)
        .join('') +
      '</select>');

const noteField = (action: LinkAction): string =>
  action === 'commented'
    ? '<label for="note">Comment</label><textarea id="note" name="note" rows="3" maxlength="1024" required></textarea>'
    : '<label for="note">Note (may be left out)</label><textarea id="note" name="note" rows="3" maxlength="1024"></textarea>';

/** What is asked before anything happens. `token`: goes back with the form, not in its address. */
export const askPage = (link: ActLink, token: string, people: readonly Person[] = []): string =>
  page(
    titles[link.action],
    paragraph(`${whoText(link)}.`) +
      paragraph(effects[link.action]) +
      '<form method="post" action="act">' +
      `<input type="hidden" name="t" value="${escapedHtml(token)}">` +
      `<label for="actor">Your name</label><input id="actor" name="actor" required maxlength="128" autocomplete="name" value="${escapedHtml(link.actor)}">` +
      (link.action === 'reassigned' ? ownerField(people) : '') +
      noteField(link.action) +
      `<button type="submit">${buttons[link.action]}</button></form>`,
  );

/** As "… is …" says it. */
const doneWords: Readonly<Record<LinkAction, string>> = {
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  reassigned: 'reassigned',
  commented: 'commented on',
  resolved: 'resolved',
};

/** What is said of an act that was done. */
export interface Done {
  readonly actor: string;
  readonly until: number | undefined;
  readonly owner_id: string | undefined;
  /** False where the same link had been pressed before. */
  readonly isNew: boolean;
}

export const donePage = (link: ActLink, { actor, until, owner_id, isNew }: Done): string => {
  if (!isNew)
    return page(
      'Done already',
      paragraph(`This link was used before: ${whoText(link)} is ${doneWords[link.action]}.`),
    );
  const how = `${owner_id === undefined ? '' : ` to ${owner_id}`}${until === undefined ? '' : ` until ${timeText(until)}`}`;
  return page('Done', paragraph(`${whoText(link)} is ${doneWords[link.action]}${how} by ${actor}.`));
};

export const faultPage = (title: string, text: string): string => page(title, paragraph(text));
