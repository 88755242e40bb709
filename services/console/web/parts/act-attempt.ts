// What was typed → the act to send. Tried again as it was, it is the same act, under the same id; changed, it is another.
import type { HandoffUpdatedAction } from '@revloop/schemas/generated.ts';
import { neededField } from '@revloop/schemas/handoff-act.ts';
import type { HandoffUpdate } from '../../core/handoff-update.ts';

/** The fields of the form, whether the action needs them or not; `until` as the browser's field writes it, in UTC. */
export interface Said {
  readonly actor: string;
  readonly note: string;
  readonly until: string;
  readonly owner_id: string;
  readonly reason: string;
}

export interface Attempt {
  /** All that is said, without id and time. */
  readonly content: string;
  readonly update: HandoffUpdate;
}

/** Two acts of one person in one second keep their order. */
let acted_last = 0;

/** `now`: milliseconds since 1970 by the console's clock. */
export const actOf = (
  former: Attempt | undefined,
  handoff_id: string,
  action: HandoffUpdatedAction,
  { actor, note, until, owner_id, reason }: Said,
  now: number,
): Attempt => {
  const needed = neededField[action];
  const content = {
    handoff_id,
    action,
    actor,
    ...(note.trim() !== '' && { note }),
    ...(needed === 'until' && { until: `${until.length === 16 ? `${until}:00` : until}Z` }),
    ...(needed === 'owner_id' && { owner_id }),
    ...(needed === 'reason' && { reason }),
  };
  const written = JSON.stringify(content);
  if (former?.content === written) return former;
  acted_last = Math.max(Math.floor(now), acted_last + 1);
  const acted_at = new Date(acted_last).toISOString();
  return { content: written, update: { ...content, update_id: newId(), acted_at } };
};

/** Without a secure context there is no randomUUID. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A full hour some hours from now, as a field of a form takes it, UTC. */
export const laterBy = (now: number, hours: number): string =>
  new Date(Math.ceil(now / 3_600_000 + hours) * 3_600_000).toISOString().slice(0, 16);
