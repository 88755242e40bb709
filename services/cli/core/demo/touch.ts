// Which channel, campaign and content a touch has.
import type { Prng } from './prng.ts';
import { channels, channelWeights, type Channel, type ChannelName } from './words.ts';

export interface TouchFields {
  readonly channel: ChannelName;
  readonly content_id: string;
  readonly campaign_id?: string;
}

/** Draws a touch of a visitor, or of a contact who is known by name and can be reached by mail. */
export const touchOf = (prng: Prng, known: boolean): TouchFields => {
  const channel = prng.weighted(channelWeights[known ? 'known' : 'new']);
  const { campaigns, contents }: Channel = channels[channel];
  return {
    channel,
    content_id: prng.pick(contents),
    ...(campaigns.length > 0 && { campaign_id: prng.pick(campaigns) }),
  };
};
