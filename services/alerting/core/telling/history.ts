// What was true for long when it was derived, or derived before a channel was there: recorded, not told.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { TellingRules } from './item.ts';

export const isHistory = (
  { at, derived_at }: SlaFact,
  partition: number,
  channel_id: string,
  { age_ms_max, since }: TellingRules,
): boolean => derived_at - at > age_ms_max || derived_at < since(channel_id, partition);
