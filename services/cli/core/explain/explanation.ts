// One opportunity explained: sections of text and tables for people, and the same as one object for programs.
import { earnedBy, type Earning, type ModelEarnings } from './earned.ts';
import { positionRows } from './position-rows.ts';
import { reasonsOf } from './reasons.ts';
import type { StageCreditPolicy } from '@revloop/schemas/stage-credit.ts';
import type { Told } from './rows.ts';
import { leftOut, storyRows, touchName } from './story.ts';
import { day, money, moment, percent, plural } from './words.ts';

/** A heading, lines, a table, and what is to be said after it. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

const policyNames: Readonly<Record<StageCreditPolicy, string>> = {
  first: 'the first visit to a stage earns its credit',
  last: 'the newest visit to a stage earns its credit',
  even: 'all visits to a stage share its credit equally',
  productive: 'the newest visit to a stage that was not thrown back earns its credit',
  rescue: 'the productive visit’s touch shares its credit with the touch that won the buyer back',
};

/** Touches told of one model; the others are summed up. */
const earnings_max = 15;

const stateText = (told: Told): string => {
  const [first] = told.steps;
  const units = earnedBy(told)[0]?.earnings ?? [];
  const sum = (of: (earning: Earning) => bigint): bigint => units.reduce((all, one) => all + of(one), 0n);
  const currency = told.credits[0]?.currency ?? '';
  if (first?.opportunity_state === 'lost') return 'is lost: it earns nobody any credit';
  if (first?.opportunity_state === 'open') return 'is still open: its credit is pending';
  const refunded = sum(({ refunded: units }) => units);
  return [
    `was won on ${day(first?.won_at ?? '')} for ${money(
      sum(({ amount }) => amount),
      currency,
    )}`,
    ...(refunded === 0n ? [] : [`${money(refunded, currency)} of it refunded`]),
  ].join(', ');
};

const policyText = (policy: string): string =>
  `${policy} (${policyNames[policy as keyof typeof policyNames] ?? ''})`;

const head = (told: Told): Section => {
  const { account_id, opportunity_id, lookback_days, stage_credit, as_of, steps } = told;
  const eligible = steps.filter(({ touch_no }) => touch_no > 0).length;
  const isWon = steps[0]?.opportunity_state === 'won';
  return {
    heading: `${opportunity_id} of ${account_id} ${stateText(told)}.`,
    rows: [],
    notes: [
      ...(isWon
        ? [
            `Window: ${plural(lookback_days, 'day')} before the win, in which ${plural(eligible, 'touch counts', 'touches count')}.`,
            `Stage-credit policy: ${policyText(stage_credit)}.`,
          ]
        : []),
      as_of === undefined ? 'As known now.' : `As known at ${moment(as_of)} UTC.`,
    ],
  };
};

const earningRow = (told: Told, reason: string, earning: Earning): readonly string[] => {
  const touch = told.steps.find(({ touch_no }) => touch_no > 0 && touch_no === earning.touch_no);
  const currency = told.credits[0]?.currency ?? '';
  const refunded = earning.refunded === 0n ? '' : `, ${money(earning.refunded, currency)} refunded`;
  return [
    touch ? `touch ${touch.touch_no}` : 'unattributed',
    touch ? day(touch.at) : '',
    touch ? touchName({ ...touch, contact_id: '' }) : '',
    percent(earning.weight),
    money(earning.amount, currency) + refunded,
    reason,
  ];
};

const modelSection = (told: Told, { model, earnings }: ModelEarnings): Section => {
  const { rule, notes, of } = reasonsOf(model, told);
  const largest = [...earnings].sort((a, b) => Number(b.weight - a.weight)).slice(0, earnings_max);
  const told_earnings = earnings.filter((earning) => largest.includes(earning));
  const others = earnings.filter((earning) => !largest.includes(earning));
  const left = others.reduce((sum, { weight }) => sum + weight, 0n);
  return {
    heading: `${model}: ${rule}`,
    rows: told_earnings.map((earning) => earningRow(told, of(earning), earning)),
    notes: [
      ...(others.length > 0
        ? [`${plural(others.length, 'other touch', 'other touches')} earn ${percent(left)} together.`]
        : []),
      ...notes,
    ],
  };
};

/** What people read: what was bought, the story, who holds which position, and what each model pays to whom. */
export const sectionsOf = (told: Told): readonly Section[] => {
  const isWon = told.steps[0]?.opportunity_state === 'won';
  return [
    head(told),
    { heading: 'What happened', rows: storyRows(told), notes: leftOut(told) },
    ...(isWon
      ? [
          {
            heading: 'Which touch holds which position, by stage-credit policy',
            rows: positionRows(told),
            notes: [],
          },
          ...earnedBy(told).map((model) => modelSection(told, model)),
        ]
      : []),
  ];
};
