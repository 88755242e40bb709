import { describe, expect, test } from 'vitest';
import { handoffsOf } from './handoff.ts';
import { readPolicyFile } from './policy-file.ts';
import { startsOf } from './starts.ts';
import type { Policies } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { always, fileOf } from './testing-lint.ts';
import { event, inForce, Run } from './testing.ts';

const mql = event('mql_created', 0, 'm');
const accepted = event('mql_accepted', 1, 'a');
const created = event('opportunity_created', 2, 'o');
/** "opportunity_created by o", of the handoff of contact c. */
const starts = (...events: readonly StageEvent[]): readonly string[] =>
  handoffsOf(events)
    .filter(({ contact_id }) => contact_id === 'c')
    .map((handoff) =>
      startsOf(handoff)
        .map(([name, step]) => `${name} by ${handoff.steps[step]?.event.event_id}`)
        .join(', '),
    );

describe('a clock starts', () => {
  test('when a handoff is opened and decided, and with an opportunity of the account, once', () => {
    expect(starts(mql, accepted, created, event('opportunity_created', 3, 'o2'))).toEqual([
      'opened by m, accepted by a, opportunity_created by o',
    ]);
    expect(starts(mql, created)).toEqual(['opened by m, opportunity_created by o']);
  });

  test('not with an opportunity of another contact, nor after the contact was sent back', () => {
    expect(starts(mql, { ...created, contact_id: 'd' })).toEqual(['opened by m']);
    expect(starts(mql, event('mql_rejected', 1, 'r'), created)).toEqual(['opened by m, rejected by r']);
  });

  test('with a loss or a win that concerns the contact', () => {
    const lost = event('opportunity_lost', 4, 'l');
    expect(starts(mql, accepted, created, lost)[0]).toContain('opportunity_lost by l');
    expect(starts(mql, accepted, created, { ...lost, contact_id: 'd' })[0]).not.toContain('lost');
    expect(starts(mql, accepted, created, event('opportunity_won', 4, 'w'))[0]).toContain('won by w');
  });

  test('with a recycling, whatever came before it, until the contact is handed over again', () => {
    const [recycled, again] = [event('lead_recycled', 5, 'x'), event('mql_created', 7, 'm2')];
    const rejected = event('mql_rejected', 1, 'r');
    expect(starts(mql, rejected, recycled)).toEqual(['opened by m, rejected by r, lead_recycled by x']);
    expect(starts(mql, rejected, again, event('lead_recycled', 8, 'x'))).toEqual([
      'opened by m, rejected by r',
      'opened by m2, lead_recycled by x',
    ]);
  });
});

const rules = (text: string): Policies => {
  const file = readPolicyFile(fileOf({ one: [`${text}, ${always}`] }));
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.policies;
};

describe('a clock that starts', () => {
  test('with an opportunity is answered by what becomes of that opportunity, not of another', () => {
    const by = rules('starts: opportunity_created, answered_by: [opportunity_won, opportunity_lost]');
    const other = event('opportunity_lost', 4, 'l2', { opportunity_id: 'o2', contact_id: 'd' });
    const run = new Run(by).arrive(2, mql, accepted, created).arrive(4, other);
    expect(inForce(run.facts)).toEqual(['crm/m one/1 started breach at 2 due 6 by o']);
    run.arrive(5, event('opportunity_lost', 5, 'l'));
    expect(inForce(run.facts)).toContain('crm/m one/1 met breach at 5 due 6 by l');
    expect(new Run(by).arrive(2, mql, created).until(9).facts.at(-1)).toMatchObject({ fact: 'breached' });
  });

  test('with a recycling is answered by the next handover', () => {
    const by = rules('starts: lead_recycled, answered_by: [mql_created]');
    const recycled = event('lead_recycled', 1, 'x', { owner_id: 'sam' });
    const run = new Run(by).arrive(1, mql, recycled).arrive(4, event('mql_created', 4, 'm2'));
    expect(inForce(run.facts)).toEqual([
      'crm/m one/1 met breach at 4 due 5 by m2',
      'crm/m one/1 started breach at 1 due 5 by x',
    ]);
  });

  test('with a loss is owed by marketing, whom no event names; with a win by its owner', () => {
    const sam = { owner_id: 'sam' };
    const events = (type: 'opportunity_lost' | 'opportunity_won') =>
      [mql, accepted, created, event(type, 3, 'e', sam)] as const;
    const lost = new Run(rules('starts: opportunity_lost, answered_by: [mql_created]'));
    expect(lost.arrive(3, ...events('opportunity_lost')).facts).toMatchObject([{ owner_id: null }]);
    const won = new Run(rules('starts: opportunity_won, answered_by: [opportunity_created]'));
    expect(won.arrive(3, ...events('opportunity_won')).facts).toMatchObject([sam]);
  });
});
