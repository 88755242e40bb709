// Settings of the ways in which people act on handoffs: the API's key, and the links in messages.
import type { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { urlFault } from './core/channels/address-rules.ts';

export interface ActSettings {
  /** Who holds it may act through the API; undefined: nobody may. */
  readonly key: string | undefined;
  /** Where people reach alerting, and what their links are signed with; undefined: messages have none. */
  readonly links: LinkSettings | undefined;
}

export interface LinkSettings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly secret: string;
}

const secret_chars_min = 16;

/** Reads REVLOOP_ALERTING_KEY, REVLOOP_ALERTING_LINK_URL and REVLOOP_LINK_SECRET. */
export const actSettings = (settings: SettingsReader): ActSettings => {
  const key = settings.optionalSecret('REVLOOP_ALERTING_KEY', 'alerting-key');
  const secret = settings.optionalSecret('REVLOOP_LINK_SECRET', 'link-secret');
  const url = settings.text('REVLOOP_ALERTING_LINK_URL', 'none');
  if (url === 'none') return { key, links: undefined };
  const fault = urlFault(url);
  if (fault) settings.fault(`REVLOOP_ALERTING_LINK_URL is ${fault}`);
  if (secret === undefined || secret.length < secret_chars_min) {
    settings.fault(
      `REVLOOP_ALERTING_LINK_URL needs REVLOOP_LINK_SECRET, of ${secret_chars_min} characters or more: links are signed with it`,
    );
    return { key, links: undefined };
  }
  return { key, links: { url: url.replace(/\/$/, ''), secret } };
};
