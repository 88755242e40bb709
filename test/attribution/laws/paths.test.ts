// Which paths the Markov models learn from: converting ones, null paths, and the stage of each step.
import { describe, expect, test } from 'vitest';
import { facts, moneyByTouch } from '../credits.ts';
import { ledgersOf } from '../reference/attribution.ts';
import { pathsOf } from '../reference/paths.ts';
import { contact, deal, happened, touch, won, type Told } from './story.ts';

const pathsIn = (story: readonly Told[], lookback_days = 90): string[] =>
  pathsOf(ledgersOf(facts(story)).values(), lookback_days).map(
    ({ steps, converts }) =>
      `${steps.map(({ channel, stage }) => `${channel}@${stage}`).join(' > ')} > ${converts ? 'conversion' : 'null'}`,
  );

describe('paths', () => {
  test('one converting path for each won opportunity, one null path for the touches after the newest win', () => {
    const other = { ...won(12), event_id: 'other', opportunity_id: 'other' };
    expect(
      pathsIn([touch('a', 1, 'ad'), won(10), touch('b', 11, 'mail'), other, touch('c', 13, 'call')]),
    ).toEqual(['ad@engaged > conversion', 'ad@engaged > mail@engaged > conversion', 'call@engaged > null']);
  });

  test('no path where there is no eligible touch, and none of a lost or open opportunity but its account’s null path', () => {
    expect(pathsIn([won(10)])).toEqual([]);
    const created = happened('opportunity_created', 3, deal);
    expect(pathsIn([touch('a', 1, 'ad'), created])).toEqual(['ad@engaged > null']);
    const lost = happened('opportunity_lost', 4, { ...deal, reason: 'price' });
    expect(pathsIn([touch('a', 1, 'ad'), created, lost])).toEqual(['ad@engaged > null']);
  });

  test('a null path reaches back from its newest touch by the window', () => {
    const story = [touch('a', 0, 'ad'), touch('b', 5, 'mail'), touch('c', 35, 'call')];
    expect(pathsIn(story, 30)).toEqual(['mail@engaged > call@engaged > null']);
    expect(pathsIn(story, 29)).toEqual(['call@engaged > null']);
  });

  test('a touch at the instant of a win is of the path that converts, not of the next', () => {
    expect(pathsIn([touch('zz', 10, 'ad'), won(10)])).toEqual(['ad@engaged > conversion']);
  });

  test('a step is at the stage of the account’s newest visit before it in the same journey, engaged where none', () => {
    expect(
      pathsIn([
        touch('a', 1, 'ad'),
        happened('mql_created', 2, contact),
        touch('b', 2, 'call'),
        touch('c', 3, 'call'),
        happened('mql_rejected', 4, { ...contact, reason: 'timing' }),
        touch('d', 5, 'mail'),
        happened('mql_accepted', 6, contact),
        touch('e', 7, 'mail'),
        happened('opportunity_created', 8, deal),
        touch('f', 9, ''),
        won(10),
        touch('g', 11, 'ad'),
      ]),
    ).toEqual([
      'ad@engaged > call@engaged > call@mql > mail@engaged > mail@accepted > @opportunity > conversion',
      'ad@engaged > null',
    ]);
  });
});

describe('credit', () => {
  test('of the chain C1>C2>C3, C1 and C2>C3, the deal’s touches get .2, .4 and .4', () => {
    const of = (account_id: string, ...touches: readonly Told[]): Told[] =>
      touches.map((own) => ({ ...own, account_id, event_id: `${account_id}-${String(own['event_id'])}` }));
    const events = [
      ...of('won', touch('1', 1, 'C1'), touch('2', 2, 'C2'), touch('3', 3, 'C3'), won(10)),
      ...of('lost', touch('1', 1, 'C1')),
      ...of('open', touch('2', 1, 'C2'), touch('3', 2, 'C3'), happened('opportunity_created', 3, deal)),
    ];
    for (const model of ['markov_1', 'markov_stage_1'])
      expect(moneyByTouch(facts(events), model, 'productive')).toEqual({
        1: '1000',
        2: '2000',
        3: '2000',
        pending: '0',
      });
  });
});
