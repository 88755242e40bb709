// Why a touch earns what it earns by a model, in plain words.
import { contributionsOf, type Contribution, type Shared } from './contributions.ts';
import type { Earning } from './earned.ts';
import type { Holder, MilestoneModel, Step, Told } from './rows.ts';
import { day, listed, share, stageNames } from './words.ts';

export interface Reasons {
  /** What the model pays, in one sentence. */
  readonly rule: string;
  /** What was particular here, if anything. */
  readonly notes: readonly string[];
  readonly of: (earning: Earning) => string;
}

const byPlace: Readonly<
  Record<string, { readonly rule: string; readonly parts: readonly [string, string] }>
> = {
  position_based: {
    rule: '40 % to the first touch, 40 % to the last, 20 % to those between in equal parts',
    parts: ['40 %', '40 %'],
  },
  j_shaped: {
    rule: '20 % to the first touch, 60 % to the last, 20 % to those between in equal parts',
    parts: ['20 %', '60 %'],
  },
  inverse_j: {
    rule: '60 % to the first touch, 20 % to the last, 20 % to those between in equal parts',
    parts: ['60 %', '20 %'],
  },
};

const placeReason = (touch_no: number, touches: number): string => {
  if (touches === 1) return 'the only touch';
  if (touch_no === 1) return touches === 2 ? 'the first of two touches' : 'the first touch';
  if (touch_no === touches) return touches === 2 ? 'the last of two touches' : 'the last touch';
  return `one of ${touches - 2} between the first and the last`;
};

const day_ms = 86_400_000;
const ageText = (touch: Step | undefined): string =>
  `${((Date.parse(touch?.won_at ?? '') - Date.parse(touch?.at ?? '')) / day_ms).toFixed(1)} days before the win`;

const channelName = (channel: string): string => (channel === '' ? 'no channel' : channel);

/** Its channel's part, and how many touches share it. */
const channelReason = (touch: Step | undefined, touches: readonly Step[], how: string): string => {
  const alike = touches.filter(({ channel }) => channel === touch?.channel).length;
  const name = channelName(touch?.channel ?? '');
  return alike === 1 ? `the touch of ${name}, ${how}` : `one of ${alike} touches of ${name}, ${how}`;
};

/** The reasons of a model. `touches` are the eligible ones in order. */
export const reasonsOf = (model: string, told: Told): Reasons => {
  const touches = told.steps.filter(({ touch_no }) => touch_no > 0);
  const milestones = told.models.find((one) => one.model === model);
  if (touches.length === 0)
    return { rule: ruleOf(model, milestones), notes: [], of: () => 'no touch is eligible: nobody earns it' };
  if (milestones) return milestoneReasons(milestones, told, touches);
  const touchOf = ({ touch_no }: Earning): Step | undefined => touches[touch_no - 1];
  const channels = new Set(touches.map(({ channel }) => channel)).size;
  const of = (earning: Earning): string => {
    const touch = touchOf(earning);
    if (model === 'first_touch') return 'the first eligible touch';
    if (model === 'last_touch') return 'the last eligible touch';
    if (model === 'last_non_direct')
      return touch?.channel === 'direct'
        ? 'the last touch, as all are direct'
        : 'the newest touch that is not direct';
    if (model === 'linear') return `one of ${touches.length} equal parts`;
    if (model === 'time_decay') return ageText(touch);
    if (model === 'shapley')
      return channelReason(touch, touches, `one of ${channels} channels, which get equal parts`);
    if (model.startsWith('markov_'))
      return channelReason(touch, touches, `in proportion to its removal effect among ${channels} channels`);
    return placeReason(earning.touch_no, touches.length);
  };
  return { rule: ruleOf(model, undefined), notes: [], of };
};

const rules: Readonly<Record<string, string>> = {
  first_touch: 'everything to the first touch',
  last_touch: 'everything to the last touch',
  last_non_direct: 'everything to the newest touch that is not direct',
  linear: 'equal parts to all touches',
  time_decay: 'the later the more: a touch a week before another gets half of it',
  shapley:
    'equal parts to the channels without which the deal would not have been won, and within a channel to its touches',
  markov_1:
    'to each channel as much as conversions would fall without it, over all journeys; within a channel equal parts',
  markov_2: 'as markov_1, looking at the two newest channels of a journey at a time',
  markov_3: 'as markov_1, looking at the three newest channels of a journey at a time',
  markov_stage_1: 'as markov_1, telling apart in which stage the account was when it met the channel',
};

const positionNames = {
  first_touch: 'the first touch',
  mql: 'the touch that led to the MQL',
  accepted: 'the touch that led to the accepted lead',
  opportunity: 'the touch that led to the opportunity',
  won: 'the last touch before the win',
  last_touch: 'the last touch',
  rest: 'touches that hold none of these',
} as const;

const ruleOf = (model: string, milestones: MilestoneModel | undefined): string => {
  if (!milestones) return rules[model] ?? byPlace[model]?.rule ?? 'a model of its own';
  const parts = (Object.keys(positionNames) as (keyof typeof positionNames)[])
    .filter((position) => milestones[position] > 0)
    .map((position) => `${share(milestones[position])} to ${positionNames[position]}`);
  return listed(parts) + (milestones.version > 0 ? ` (custom, version ${milestones.version})` : '');
};

const milestoneReasons = (milestones: MilestoneModel, told: Told, touches: readonly Step[]): Reasons => {
  const holders = told.holders.filter(({ stage_credit }) => stage_credit === told.stage_credit);
  const shared = contributionsOf(milestones, holders, touches.length);
  return {
    rule: ruleOf(milestones.model, milestones),
    notes: notesOf(milestones, shared),
    of: ({ touch_no }) =>
      listed((shared.byTouch.get(touch_no) ?? []).map((one) => contributionText(one, shared, told.steps))) ||
      'nothing that this model pays for has happened',
  };
};

const notesOf = (milestones: MilestoneModel, { missing, resting }: Shared): readonly string[] => [
  ...missing.map(
    (position) =>
      `There was no ${stageNames[position] ?? position}: its ${share(milestones[position])} goes to the other positions in proportion.`,
  ),
  ...(milestones.rest > 0 && resting === 0
    ? [
        `Every touch holds a position: the ${share(milestones.rest)} of the rest goes to the positions in proportion.`,
      ]
    : []),
];

/** The visit that pays a position. */
const visitOf = ({ position, candidate_no }: Holder, steps: readonly Step[]): string => {
  const visit = steps.find((step) => step.milestone === position && step.candidate_no === candidate_no);
  const name = stageNames[position] ?? position;
  return position === 'won' ? 'the win' : `the ${name}${visit ? ` of ${day(visit.at)}` : ''}`;
};

const contributionText = (
  { position, holder, part }: Contribution,
  { resting }: Shared,
  steps: readonly Step[],
): string => {
  if (!holder)
    return `an equal part for each of ${resting} ${resting === 1 ? 'touch' : 'touches'} without a position (${share(part)})`;
  if (holder.role === 'touch')
    return `${position === 'first_touch' ? 'first touch' : 'last touch'} (${share(part)})`;
  if (holder.touch_no === 0) return `no eligible touch led to ${visitOf(holder, steps)} (${share(part)})`;
  if (holder.role === 'rescuer')
    return `won the buyer back before ${visitOf(holder, steps)} (${share(part)})`;
  return `the newest touch before ${visitOf(holder, steps)} (${share(part)})`;
};
