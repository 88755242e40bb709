// How urgent an open handoff is at a moment. Pure.
import type { HandoffRow } from '../../core/sla-rows.ts';

export interface Urgency {
  /** `soon` from three quarters of the time allowed on, when policies warn. */
  readonly kind: 'overdue' | 'soon' | 'calm' | 'undated' | 'paused';
  /** To the due time, or since it; while it is paused, what was left then, below 0 where it was late. */
  readonly seconds: number;
  /** Part of the time from opening to due that is used up, 0 to 1. */
  readonly spent: number;
}

const soon_from = 0.75;

/** `now` in milliseconds since 1970. A handoff whose clock has not started yet has no due time; that of one which stands still moves. */
export const urgencyOf = (
  row: Pick<HandoffRow, 'opened_at' | 'due_at' | 'paused_at'>,
  now: number,
): Urgency => {
  if (row.due_at === null) return { kind: 'undated', seconds: 0, spent: 0 };
  if (row.paused_at !== null)
    return {
      kind: 'paused',
      seconds: (Date.parse(row.due_at) - Date.parse(row.paused_at)) / 1000,
      spent: 0,
    };
  const opened = Date.parse(row.opened_at);
  const due = Date.parse(row.due_at);
  const spent = Math.min(1, Math.max(0, (now - opened) / Math.max(1, due - opened)));
  const seconds = Math.abs(due - now) / 1000;
  if (now > due) return { kind: 'overdue', seconds, spent: 1 };
  return { kind: spent >= soon_from ? 'soon' : 'calm', seconds, spent };
};

/** `breach` → `breach`, `escalation` → `escalated`. */
export const levelSaid = (level: string): string => (level === 'escalation' ? 'escalated' : level);
