// A message about a handoff → the links by which whoever reads it acts.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { LinkSettings } from './act-settings.ts';
import { digest } from './channels/digest.ts';
import { expiryOf, linkActions, writeLink } from './core/act-link.ts';
import type { Link } from './core/channels/message.ts';
import type { Delivery } from './core/telling/delivery.ts';
import type { Directory } from './core/telling/directory.ts';
import { signToken } from './link-token.ts';

/** Whoever a channel tells: its owner where it is one person's, else the channel itself. */
export const actorOf = (channel_id: string, { owners }: Directory): string => {
  const of = [...owners].filter(([, { channels }]) => channels.includes(channel_id));
  const [[owner_id] = []] = of;
  return of.length === 1 && owner_id !== undefined ? owner_id : channel_id;
};

/** Signed links to act on a fact's handoff, in a message composed at `now`. Who has one can act: they are secrets, and never logged. */
export const actionLinks = (
  { handoff_id, account_id, contact_id }: SlaFact,
  { channel_id, message_id }: Delivery,
  directory: Directory,
  { url, secret }: LinkSettings,
  now: number,
): readonly Link[] =>
  linkActions.map(({ action, label }) => {
    const text = writeLink({
      handoff_id,
      account_id: account_id || null,
      contact_id: contact_id || null,
      action,
      actor: actorOf(channel_id, directory),
      message_id: digest(message_id).slice(0, 16),
      expires_at: expiryOf(now),
    });
    return { label, url: `${url}/act?t=${signToken(text, secret)}` };
  });
