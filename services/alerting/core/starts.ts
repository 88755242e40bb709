// Where in a handoff's life clocks start.
import type { Handoff, Step } from './handoff.ts';
import type { ClockStart } from './policy.ts';

export type Start = readonly [starts: ClockStart, step: number];

/**
 * What starts clocks of a handoff, and at which step; each once, the first counts. The life of a handoff ends where its contact's next is opened.
 * An opportunity concerns the contact it names, else every contact that is handed over and was not sent back; so does its loss, and a win all of
 * those. `lead_recycled` starts whatever became of the handoff before.
 */
export const startsOf = (handoff: Handoff): readonly Start[] => {
  const { step, decision, steps } = handoff;
  const starts: Start[] = [['opened', step]];
  if (decision && decision.outcome !== 'expired') starts.push([decision.outcome, decision.step]);
  const seen = new Set<ClockStart>();
  let isHeld = true;
  for (let at = step + 1; at < steps.length; at += 1) {
    const one = steps[at] as Step;
    if (one.event.type === 'mql_created' && one.moves) break;
    const start = eventStartOf(one, handoff, isHeld);
    if (start && !seen.has(start)) {
      seen.add(start);
      starts.push([start, at]);
    }
    if (one.moves) isHeld = one.event.type === 'mql_accepted';
  }
  return starts;
};

const eventStartOf = (
  { event, moves }: Step,
  { contact_id }: Handoff,
  isHeld: boolean,
): ClockStart | undefined => {
  switch (event.type) {
    case 'lead_recycled':
      return 'lead_recycled';
    case 'opportunity_created':
      return isHeld && (event.contact_id ?? contact_id) === contact_id ? event.type : undefined;
    case 'opportunity_won':
    case 'opportunity_lost':
      // A win said again, or a loss that concerns another contact, moves nobody.
      return isHeld && moves ? event.type : undefined;
    default:
      return undefined;
  }
};

/** Of what goes back to marketing, marketing owes the answer; who that is no event says. */
export const isMarketings = (starts: ClockStart): boolean =>
  starts === 'rejected' || starts === 'opportunity_lost' || starts === 'lead_recycled';
