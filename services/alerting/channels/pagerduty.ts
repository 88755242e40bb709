// PagerDuty, by its Events API v2.
import { messageKinds } from '../core/channels/message.ts';
import { pagerDutyRequest, type PagerDutyTarget } from '../core/channels/pagerduty.ts';
import { sentOf } from '../core/channels/sent.ts';
import type { Channel } from './channel.ts';
import { digest } from './digest.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

export interface PagerDutyChannelSettings extends PagerDutyTarget {
  readonly channel_id: string;
}

export const pagerDutyChannel = (
  { channel_id, ...target }: PagerDutyChannelSettings,
  fetch: GuardedFetch,
): Channel => ({
  channel_id,
  kind: 'pagerduty',
  // While the incident is open: a trigger sent again after it was resolved opens another.
  honours_ids: true,
  takes: messageKinds,
  send: async (message, signal) =>
    sentOf(await fetch(pagerDutyRequest(message, target, digest), signal), Date.now()),
});
