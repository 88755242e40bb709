// Which of two messages with the same (source, event_id) is the event: the one that was claimed first.

/** Which message may store an event, and with what content. */
export interface Claim {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly content_key: bigint;
}

export interface Verdict {
  readonly outcome: 'stored' | 'repeated' | 'conflicting_duplicate';
  readonly reason?: string;
}

/** A message that would store an event, against the claim on that event: its own, another's, or none. Deciding again gives the same. */
export const decide = (own: Claim, claim: Claim | undefined): Verdict => {
  if (
    !claim ||
    (claim.topic === own.topic && claim.partition === own.partition && claim.offset === own.offset)
  )
    return { outcome: 'stored' };
  if (claim.content_key === own.content_key) return { outcome: 'repeated' };
  const reason = `the event was first stored with other content, from ${claim.topic}-${claim.partition} offset ${claim.offset}`;
  return { outcome: 'conflicting_duplicate', reason };
};
