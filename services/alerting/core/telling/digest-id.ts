// The id of a digest says which facts it covers, so that what was told of only some of them, when a process died, is known to have been told of all.
import type { SlaFact } from '@revloop/schemas/generated.ts';

const modulus = 2 ** 48;

/** 48 bits of a text (FNV-1a, two halves). */
const hashOf = (text: string): number => {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  return (low >>> 0) + ((high >>> 0) % 2 ** 16) * 2 ** 32;
};

/** Facts in any order: how many, and the sum of their hashes. */
export interface Members {
  readonly count: number;
  readonly sum: number;
}

export const noMembers: Members = { count: 0, sum: 0 };

export const withMember = ({ count, sum }: Members, fact_id: string): Members => ({
  count: count + 1,
  sum: (sum + hashOf(fact_id)) % modulus,
});

const pattern = /^digest\/([^/]+)\/(\d+)-(\d+)\/(\d+)-([0-9a-f]+)$/;

export interface DigestId {
  readonly channel_id: string;
  /** When the first and the last of its facts were derived. */
  readonly from: number;
  readonly to: number;
  readonly members: Members;
}

export const digestIdOf = (channel_id: string, facts: readonly SlaFact[]): string => {
  let members = noMembers;
  let [from, to] = [Infinity, 0];
  for (const { fact_id, derived_at } of facts) {
    members = withMember(members, fact_id);
    from = Math.min(from, derived_at);
    to = Math.max(to, derived_at);
  }
  return `digest/${channel_id}/${from}-${to}/${members.count}-${members.sum.toString(16)}`;
};

/** None where the message was no digest. */
export const readDigestId = (message_id: string): DigestId | undefined => {
  const match = pattern.exec(message_id);
  if (!match) return undefined;
  const [, channel_id = '', from, to, count, sum = ''] = match;
  const members = { count: Number(count), sum: parseInt(sum, 16) };
  return { channel_id, from: Number(from), to: Number(to), members };
};
