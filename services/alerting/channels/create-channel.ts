// A channel of the directory → the way to send by it.
import type { ChannelPlan } from '../core/directory-channels.ts';
import { alertmanagerChannel } from './alertmanager.ts';
import type { Channel } from './channel.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { pagerDutyChannel } from './pagerduty.ts';
import { slackChannel } from './slack.ts';
import { webhookChannel } from './webhook.ts';

/** Nothing is connected yet. */
export const createChannel = async (plan: ChannelPlan, fetch: GuardedFetch): Promise<Channel> => {
  switch (plan.kind) {
    case 'webhook':
      return webhookChannel(plan, fetch);
    case 'slack':
      return slackChannel(plan, fetch);
    case 'email': {
      // Its library takes 8 MB: loaded where mail is sent.
      const { emailChannel } = await import('./email.ts');
      return emailChannel(plan);
    }
    case 'pagerduty':
      return pagerDutyChannel(plan, fetch);
    case 'alertmanager':
      return alertmanagerChannel(plan, fetch);
  }
};
