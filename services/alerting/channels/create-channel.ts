// A channel of the directory → the way to send by it.
import type { ChannelPlan } from '../core/directory-channels.ts';
import { alertmanagerChannel } from './alertmanager.ts';
import type { Channel } from './channel.ts';
import { emailChannel } from './email.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { pagerDutyChannel } from './pagerduty.ts';
import { slackChannel } from './slack.ts';
import { webhookChannel } from './webhook.ts';

/** Nothing is connected yet. */
export const createChannel = (plan: ChannelPlan, fetch: GuardedFetch): Channel => {
  switch (plan.kind) {
    case 'webhook':
      return webhookChannel(plan, fetch);
    case 'slack':
      return slackChannel(plan, fetch);
    case 'email':
      return emailChannel(plan);
    case 'pagerduty':
      return pagerDutyChannel(plan, fetch);
    case 'alertmanager':
      return alertmanagerChannel(plan, fetch);
  }
};
