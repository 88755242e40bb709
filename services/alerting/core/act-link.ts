// What a link in a message says: which handoff, what is done when it is pressed, by whom, and until when it works. Signing it is the edge's.

const day_ms = 86_400_000;
const snooze_ms = 4 * 3_600_000;

/** What can be done by a link, as people read it. */
export const linkActions = [
  { action: 'acknowledged', label: 'Acknowledge' },
  { action: 'snoozed', label: 'Snooze 4 hours' },
  { action: 'reassigned', label: 'Reassign' },
  { action: 'commented', label: 'Comment' },
  { action: 'resolved', label: 'Resolve' },
] as const;
export type LinkAction = (typeof linkActions)[number]['action'];

export interface ActLink {
  readonly handoff_id: string;
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly action: LinkAction;
  /** Whoever the message went to: an owner, else the channel's name. */
  readonly actor: string;
  /** The message it stands in: a link of a later message is another act. */
  readonly message_id: string;
  /** UTC milliseconds. */
  readonly expires_at: number;
}

/** Seven days and what is left of the day: a message that is sent again soon has the same links. */
export const expiryOf = (now: number): number => (Math.floor(now / day_ms) + 8) * day_ms;

/** Until when a snooze lasts that is pressed at `now`; nothing of other actions. */
export const untilOf = ({ action }: Pick<ActLink, 'action'>, now: number): number | undefined =>
  action === 'snoozed' ? now + snooze_ms : undefined;

/** Names are short: a URL has its limits. */
export const writeLink = (link: ActLink): string =>
  JSON.stringify({
    h: link.handoff_id,
    a: link.account_id,
    c: link.contact_id,
    do: link.action,
    by: link.actor,
    m: link.message_id,
    exp: link.expires_at,
  });

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The link of a text whose signature was found good; undefined where it is of no form we write. */
export const readLink = (text: string): ActLink | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { h, a, c, do: done, by, m, exp } = (json ?? {}) as Readonly<Record<string, unknown>>;
  const action = linkActions.find((one) => one.action === done)?.action;
  if (!action || typeof h !== 'string' || typeof by !== 'string' || typeof exp !== 'number') return undefined;
  return {
    handoff_id: h,
    account_id: textOr(a),
    contact_id: textOr(c),
    action,
    actor: by,
    message_id: textOr(m) ?? '',
    expires_at: exp,
  };
};
