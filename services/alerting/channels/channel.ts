// A way to tell people: what it is called, what it takes, and one attempt at sending.
import type { Message, MessageKind } from '../core/channels/message.ts';
import type { Sent } from '../core/channels/sent.ts';

export type { Message, Sent };

export type ChannelKind = 'webhook' | 'slack' | 'email' | 'pagerduty' | 'alertmanager';

export interface Channel {
  readonly channel_id: string;
  readonly kind: ChannelKind;
  /** Whether the receiver drops a message_id or dedup key it has seen: else a message sent again after a crash is there twice. */
  readonly honours_ids: boolean;
  /** The kinds of messages the receiver has a use for; others are not to be sent. */
  readonly takes: readonly MessageKind[];
  /** One attempt, within the channel's time-out. Resolves whatever happens; where the signal ended it, with status 0 and `later`. */
  send(message: Message, signal: AbortSignal): Promise<Sent>;
}
