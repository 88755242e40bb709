// For tests of telling: worlds and facts in a word.
import type { Outcome } from './delivery.ts';
import { channel, directory, fact, minute_ms, start, World, type DirectoryParts } from './testing.ts';

export const world = (parts: DirectoryParts, more: { now?: number; clocks_max?: number } = {}): World =>
  new World({ directory: directory(parts), ...more });
export const chat = { channels: [channel('chat')] };
export const at = (minutes: number): number => start + minutes * minute_ms;
export const ended = (handoff: string, minutes: number, cause = 'e') =>
  fact(handoff, 'ended', 'breach', at(minutes), { cause_event_id: cause });
export const withdrawn = (handoff: string, minutes: number, cause = 'e') =>
  fact(handoff, 'withdrawn', 'breach', at(minutes), { cause_event_id: cause });
export const away: Outcome = { ok: false, why: 'HTTP 503', status: 503, retry: 'later', after_ms: 0 };
export const refused: Outcome = { ok: false, why: 'HTTP 400', status: 400, retry: 'never', after_ms: 0 };
