// Slack, by an incoming webhook: its URL is the permission to post in one of Slack's channels.
import { messageKinds } from '../core/channels/message.ts';
import { sentOf } from '../core/channels/sent.ts';
import { slackRequest } from '../core/channels/slack.ts';
import type { Channel } from './channel.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

export interface SlackChannelSettings {
  readonly channel_id: string;
  readonly url: string;
}

export const slackChannel = ({ channel_id, url }: SlackChannelSettings, fetch: GuardedFetch): Channel => ({
  channel_id,
  kind: 'slack',
  honours_ids: false,
  takes: messageKinds,
  send: async (message, signal) => sentOf(await fetch(slackRequest(message, url), signal), Date.now()),
});
