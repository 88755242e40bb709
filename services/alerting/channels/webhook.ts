// Webhooks as Standard Webhooks has them: signed JSON under an id that receivers know again.
import { messageKinds } from '../core/channels/message.ts';
import { sentOf } from '../core/channels/sent.ts';
import { webhookRequest } from '../core/channels/webhook.ts';
import type { Channel } from './channel.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { signedHeaders, webhookIdOf } from './signed-headers.ts';

export interface WebhookChannelSettings {
  readonly channel_id: string;
  readonly url: string;
  /** `whsec_` and base64, or any text; several while a secret is changed, none to send without a signature. */
  readonly secrets: readonly string[];
}

export const webhookChannel = (
  { channel_id, url, secrets }: WebhookChannelSettings,
  fetch: GuardedFetch,
): Channel => ({
  channel_id,
  kind: 'webhook',
  honours_ids: true,
  takes: messageKinds,
  send: async (message, signal) => {
    const { headers, body } = webhookRequest(message, url);
    const signed = signedHeaders(webhookIdOf(message.message_id), Date.now(), body, ...secrets);
    return sentOf(await fetch({ url, headers: { ...headers, ...signed }, body }, signal), Date.now());
  },
});
