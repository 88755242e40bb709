// Prometheus Alertmanager, by its API v2. What fires must be sent again at `nextRepeat`, or it ends by itself.
import { alertmanagerKinds, alertmanagerRequest } from '../core/channels/alertmanager.ts';
import { failed, sentOf } from '../core/channels/sent.ts';
import type { Channel } from './channel.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

export interface AlertmanagerChannelSettings {
  readonly channel_id: string;
  /** With a path prefix where it has one, and user:password@ where it asks for them. */
  readonly base_url: string;
}

export const alertmanagerChannel = (
  { channel_id, base_url }: AlertmanagerChannelSettings,
  fetch: GuardedFetch,
): Channel => ({
  channel_id,
  kind: 'alertmanager',
  honours_ids: true,
  takes: alertmanagerKinds,
  send: async (message, signal) =>
    alertmanagerKinds.includes(message.kind)
      ? sentOf(await fetch(alertmanagerRequest(message, base_url, Date.now()), signal), Date.now())
      : failed(`Alertmanager has no use for messages of kind ${message.kind}`, 0, 'never'),
});
