// What Kafka keeps of a person after an erasure, and until when.

export interface Kept {
  readonly topic: string;
  /** -1: for ever. */
  readonly retention_ms: number;
  readonly segment_ms: number;
}

export interface Remaining extends Kept {
  /** ISO 8601 UTC: by then the broker has removed what is in the topic now; null where it keeps it for ever. */
  readonly gone_by: string | null;
}

/** A message written now lies in a segment that is closed after segment.ms at the latest, and is removed when retention.ms have passed since. */
export const remainingIn = (kept: readonly Kept[], now_ms: number): readonly Remaining[] =>
  kept.map((topic) => ({
    ...topic,
    gone_by:
      topic.retention_ms < 0 ? null : new Date(now_ms + topic.retention_ms + topic.segment_ms).toISOString(),
  }));
