// What `revloop explain` says of the worked example, and of deals that are otherwise.
import { describe, expect, test } from 'vitest';
import { contributionsOf } from './contributions.ts';
import { explanationOf } from './explanation-json.ts';
import { sectionsOf } from './explanation.ts';
import type { Holder, Told } from './rows.ts';
import { at, credit, fullPath, numbered, touch, visit, worked } from './testing.ts';
import { money, percent } from './words.ts';

const textOf = (told: Told): string =>
  sectionsOf(told)
    .flatMap(({ heading, rows, notes }) => [heading, ...rows.map((row) => row.join(' | ')), ...notes])
    .join('\n');
const ofPolicy = (policy: string): readonly Holder[] =>
  worked.holders.filter(({ stage_credit }) => stage_credit === policy);
const parts = (policy: string): Record<string, number> =>
  Object.fromEntries(
    [...contributionsOf(fullPath, ofPolicy(policy), 6).byTouch]
      .map(
        ([no, own]) => [`t${no}`, Number(own.reduce((sum, { part }) => sum + part, 0).toFixed(6))] as const,
      )
      .sort(),
  );

describe('the parts of full_path', () => {
  test('are those of the worked example under each policy', () => {
    const late = { t1: 0.225, t2: 0.05, t3: 0.05, t4: 0.225, t5: 0.225, t6: 0.225 };
    expect(parts('productive')).toEqual(late);
    expect(parts('last')).toEqual(late);
    expect(parts('first')).toEqual({ t1: 0.225, t2: 0.225, t3: 0.05, t4: 0.05, t5: 0.225, t6: 0.225 });
    expect(parts('even')).toEqual({ t1: 0.225, t2: 0.1125, t3: 0.1, t4: 0.1125, t5: 0.225, t6: 0.225 });
    expect(parts('rescue')).toEqual({ t1: 0.225, t2: 0.1, t3: 0.1125, t4: 0.1125, t5: 0.225, t6: 0.225 });
  });

  test('of a milestone that never happened are with the others, in proportion', () => {
    const without = ofPolicy('productive').filter(({ position }) => position !== 'mql');
    const { byTouch, missing, resting } = contributionsOf(fullPath, without, 6);
    expect(missing).toEqual(['mql']);
    expect(resting).toBe(3);
    expect(byTouch.get(1)?.[0]?.part).toBeCloseTo(0.3, 12);
  });

  test('of the rest are with the positions where every touch holds one, and of a milestone without an eligible touch are nobody’s', () => {
    const { byTouch, resting } = contributionsOf(
      fullPath,
      ofPolicy('productive').map((one) => ({
        ...one,
        touch_no: one.position === 'mql' ? 0 : one.position === 'first_touch' ? 1 : 2,
      })),
      2,
    );
    expect(resting).toBe(0);
    expect(byTouch.get(0)?.map(({ part }) => part)).toEqual([0.25]);
    expect(byTouch.get(2)?.map(({ position }) => position)).toEqual(['opportunity', 'won']);
  });
});

describe('the worked example', () => {
  const text = textOf(worked);

  test('says what was bought, when, and which touches count', () => {
    expect(text).toContain('deal of acme was won on 12 Mar 2026 for 100,000.00 EUR.');
    expect(text).toContain('Window: 90 days before the win, in which 6 touches count.');
    expect(text).toContain('As known now.');
    expect(textOf({ ...worked, as_of: '2026-04-01T10:30:00.250Z' })).toContain(
      'As known at 1 Apr 2026 10:30:00.250 UTC.',
    );
  });

  test('tells the story in order: who led to what, who was thrown back, when and why', () => {
    for (const line of [
      '1 Jan 2026 | touch 1: paid_search · ada — the account is engaged',
      '4 Jan 2026 | ada became an MQL — touch 2 led to it; thrown back on 6 Jan 2026 (mql rejected, no_budget)',
      '6 Jan 2026 | ada went back from MQL to engaged: no_budget (a loop: cycle 2 begins)',
      '17 Feb 2026 | sales accepted ada — touch 4 led to it',
      '12 Mar 2026 | the opportunity was won for 100,000.00 EUR — touch 6 led to it',
    ])
      expect(text).toContain(line);
  });

  test('says which touch holds which position under each policy', () => {
    expect(text).toContain(
      'MQL | touch 2 | touch 4 | 50 % touch 2 and 50 % touch 4 | touch 4 | 50 % touch 4 and 50 % touch 3',
    );
  });

  test('says what each model pays to whom, and why', () => {
    expect(text).toContain(
      'touch 1 | 1 Jan 2026 | paid_search | 22.50 % | 22,500.00 EUR | first touch (22.5 %)',
    );
    expect(text).toContain(
      '22.50 % | 22,500.00 EUR | the newest touch before the MQL of 16 Feb 2026 (22.5 %)',
    );
    expect(text).toContain('an equal part for each of 2 touches without a position (5 %)');
    expect(text).toContain('touch 6 | 2 Mar 2026 | event | 40.00 % | 40,000.00 EUR | the last touch');
    const rescued = {
      ...worked,
      stage_credit: 'rescue',
      credits: credit('full_path', '0.225', '0.1', '0.1125', '0.1125', '0.225', '0.225'),
    };
    expect(textOf(rescued)).toContain('won the buyer back before the MQL of 16 Feb 2026 (11.25 %)');
  });

  test.each([
    ['first_touch', 1, 'the first eligible touch'],
    ['last_touch', 6, 'the last eligible touch'],
    ['last_non_direct', 6, 'the newest touch that is not direct'],
    ['linear', 3, 'one of 6 equal parts'],
    ['j_shaped', 2, 'one of 4 between the first and the last'],
    ['time_decay', 6, '10.0 days before the win'],
    ['shapley', 2, 'the touch of webinar, one of 6 channels, which get equal parts'],
    ['markov_1', 2, 'the touch of webinar, in proportion to its removal effect among 6 channels'],
  ])('has a reason for %s', (model, no, reason) => {
    const weights = Array.from({ length: 6 }, (_, index) => (index + 1 === no ? '1' : '0'));
    expect(textOf({ ...worked, credits: credit(model, ...weights) })).toContain(reason);
  });

  test('is the same as one object for programs', () => {
    expect(explanationOf(worked)).toMatchObject({
      state: 'won',
      currency: 'EUR',
      models: [
        {
          model: 'position_based',
          earned: [
            { touch_no: 1, weight: '0.40', amount: '40000.00', why: 'the first touch' },
            {},
            {},
            {},
            {},
            {},
          ],
        },
        { model: 'full_path' },
      ],
    });
  });
});

describe('other deals', () => {
  test('an open one is pending, a lost one earns nobody anything, and both tell what happened', () => {
    const open = worked.steps.slice(0, 2).map((step) => ({
      ...step,
      opportunity_state: 'open' as const,
      eligibility: 'not_won' as const,
      touch_no: 0,
      won_at: null,
    }));
    expect(textOf({ ...worked, steps: open, credits: [], holders: [] })).toContain(
      'is still open: its credit is pending',
    );
    expect(textOf({ ...worked, steps: open, credits: [], holders: [] })).toContain('touch: webinar · ada');
    const lost = open.map((step) => ({ ...step, opportunity_state: 'lost' as const }));
    expect(textOf({ ...worked, steps: lost, credits: [], holders: [] })).toContain(
      'is lost: it earns nobody any credit',
    );
  });

  test('touches outside of the window and visits of other journeys are counted, not told', () => {
    const steps = numbered([
      touch(0, -60, 'fair', { eligibility: 'too_old' }),
      visit('mql_created', -50, 'mql', { journey: 'earlier' }),
      ...worked.steps,
      touch(0, 80, 'email', { eligibility: 'after_win', journey: 'later' }),
    ]);
    const text = textOf({ ...worked, steps });
    expect(text).toContain(
      'Touches that do not count: 1 touch more than 90 days before the win, the newest on 2 Nov 2025 and 1 touch after the win.',
    );
    expect(text).toContain('Not told: 1 visit of earlier journeys.');
    expect(text).not.toContain('fair');
  });

  test('a refund is said, in the story and in what a touch earns', () => {
    const refund = visit('opportunity_won', 75, 'won', {
      direction: 'repeat',
      opportunity_id: 'deal',
      amount: '-10000',
      currency: 'EUR',
    });
    const rows = credit('first_touch', '1').flatMap((row) => [
      row,
      { ...row, weight: '0', amount: '-10000', converted_at: at(75) },
    ]);
    const text = textOf({ ...worked, steps: numbered([...worked.steps, refund]), credits: rows });
    expect(text).toContain('for 100,000.00 EUR, -10,000.00 EUR of it refunded');
    expect(text).toContain('the opportunity was refunded: -10,000.00 EUR');
    expect(text).toContain('100,000.00 EUR, -10,000.00 EUR refunded');
  });

  test('credit nobody earns says for which visit there was no touch', () => {
    const holders = worked.holders.map((one) => (one.position === 'mql' ? { ...one, touch_no: 0 } : one));
    const credits = [
      {
        ...credit('full_path', '0.225')[0]!,
        row_kind: 'unattributed' as const,
        touch_event_id: '',
        touched_at: null,
      },
    ];
    expect(textOf({ ...worked, holders, credits })).toContain(
      'unattributed |  |  | 22.50 % | 22,500.00 EUR | no eligible touch led to the MQL of 16 Feb 2026 (22.5 %)',
    );
  });

  test('of many touches the fifteen that earn most are told, the others summed up', () => {
    const steps = numbered(Array.from({ length: 40 }, (_, index) => touch(index + 1, index, 'email')));
    const credits = steps.map((step) => ({
      ...credit('linear', '0.025')[0]!,
      touch_event_id: step.event_id,
      touched_at: step.at,
    }));
    const text = textOf({ ...worked, steps, credits });
    expect(text).toContain('25 other touches earn 62.50 % together.');
  });
});

test('money is told in the minor units of its currency, shares in hundredths of a percent', () => {
  expect([
    money(1_234_567_8900n, 'EUR'),
    money(-100n, 'EUR'),
    money(10_0070_000n, 'JPY'),
    money(12_3450n, 'KWD'),
  ]).toEqual(['1,234,567.89 EUR', '-0.01 EUR', '10,007 JPY', '12.345 KWD']);
  expect([percent(166_666_666_667n), percent(1_000_000_000_000n), percent(1n), percent(0n)]).toEqual([
    '16.67 %',
    '100.00 %',
    '<0.01 %',
    '0.00 %',
  ]);
});
