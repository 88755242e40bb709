// What was true for long when it was derived, or derived before a channel was there: recorded, not told.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { TellingRules } from './item.ts';

/** `first_lag_ms`: how long the level had been true when it was first derived; said anew, as somebody else owed the answer then, it is no older. */
export const isHistory = (
  { derived_at }: SlaFact,
  first_lag_ms: number,
  partition: number,
  channel_id: string,
  { age_ms_max, since }: TellingRules,
): boolean => first_lag_ms > age_ms_max || derived_at < since(channel_id, partition);
