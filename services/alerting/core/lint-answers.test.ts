import { expect, test } from 'vitest';
import { clocksOf } from './clock.ts';
import { handoffsOf } from './handoff.ts';
import { neverAnswers } from './lint-answers.ts';
import { clockStarts, stageEventTypes, type Policies, type StageEventType } from './policy.ts';
import { event, policies } from './testing.ts';

interface Held {
  readonly contact: 'engaged' | 'mql' | 'accepted';
  readonly opportunity: 'none' | 'open' | 'won';
}

/** What a contact and an opportunity hold after an event; undefined where the event would repeat or skip something. */
const after = ({ contact, opportunity }: Held, type: StageEventType): Held | undefined => {
  if (type === 'mql_created') return contact === 'mql' ? undefined : { contact: 'mql', opportunity };
  if (type === 'mql_accepted') return contact === 'mql' ? { contact: 'accepted', opportunity } : undefined;
  if (type === 'mql_rejected') return contact === 'engaged' ? undefined : { contact: 'engaged', opportunity };
  // Marketing recycles what was rejected as well.
  if (type === 'lead_recycled') return { contact: 'engaged', opportunity };
  if (type === 'opportunity_created')
    return opportunity === 'open' ? undefined : { contact, opportunity: 'open' };
  if (opportunity !== 'open') return undefined;
  return { contact: 'engaged', opportunity: type === 'opportunity_won' ? 'won' : 'none' };
};

const lives = (length: number, held: Held): readonly (readonly StageEventType[])[] =>
  length === 0
    ? [[]]
    : stageEventTypes.flatMap((type) => {
        const next = after(held, type);
        return next ? lives(length - 1, next).map((life) => [type, ...life]) : [];
      });

/** A policy for every start and every single answer. */
const single: Policies = {
  property_names: new Set(),
  calendar_names: new Set(),
  policies: clockStarts.flatMap((starts) =>
    stageEventTypes.map((type) => {
      const [version] = policies().policies[0]!.versions;
      const policy_id = `${starts} ${type}`;
      return {
        policy_id,
        versions: [{ ...version!, policy_id, starts, answered_by: new Set([type]), where: {}, unless: {} }],
      };
    }),
  ),
};

test('in all lives of five events in which nothing is repeated or skipped, exactly the other answers come', () => {
  const answered = new Set<string>();
  for (const life of lives(5, { contact: 'engaged', opportunity: 'none' }))
    for (const handoff of handoffsOf(life.map((type, hour) => event(type, hour, `e${hour}`))))
      for (const { policy, end } of clocksOf(handoff, single))
        if (end?.answered) answered.add(policy.policy_id);
  for (const starts of clockStarts)
    expect(
      stageEventTypes.filter((type) => !answered.has(`${starts} ${type}`)),
      starts,
    ).toEqual(stageEventTypes.filter((type) => neverAnswers(starts).has(type)));
});
