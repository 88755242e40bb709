// What happened, step by step, as sentences: touches that count, visits, loops, and who threw whom back.
import type { Step, Told } from './rows.ts';
import { day, listed, money, moneyUnits, plural, stageNames } from './words.ts';

const called = (stage: string): string => stageNames[stage] ?? stage;
const whom = ({ contact_id }: Step): string => contact_id || 'somebody';
const amountOf = ({ amount, currency }: Step): string | undefined =>
  amount === null ? undefined : money(moneyUnits(amount), currency);
const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

/** `webinar · paper-7 · ada@example.com`: what is known of a touch. */
export const touchName = ({ channel, campaign_id, content_id, contact_id }: Step): string =>
  [channel || 'no channel', campaign_id, content_id, contact_id].filter(Boolean).join(' · ');

const contactVisit = (step: Step): string => {
  const who = whom(step);
  if (step.direction === 'back')
    return `${who} went back from ${called(step.from_stage)} to ${called(step.stage)}${because(step.reason)}`;
  if (step.direction === 'repeat')
    return `${who} ${step.stage === 'engaged' ? 'stayed engaged' : `was already ${article(step.stage)}`}${because(step.reason)}`;
  return step.stage === 'accepted' ? `sales accepted ${who}` : `${who} became ${article(step.stage)}`;
};

const article = (stage: string): string => (stage === 'engaged' ? 'engaged' : `an ${called(stage)}`);

const opportunityVisit = (step: Step, own: boolean): string => {
  const name = own ? 'the opportunity' : `opportunity ${step.opportunity_id}`;
  const stated = amountOf(step);
  const forAmount = stated === undefined ? '' : ` for ${stated}`;
  if (step.stage === 'engaged') return `${name} was lost${because(step.reason)}`;
  if (step.stage === 'opportunity') {
    if (step.direction === 'back') return `${name} went back from won to opportunity`;
    return `${name} was ${step.direction === 'repeat' ? 'stated again' : 'created'}${forAmount}`;
  }
  if (step.direction !== 'repeat') return `${name} was won${forAmount}`;
  return stated !== undefined && moneyUnits(step.amount ?? '') < 0n
    ? `${name} was refunded: ${stated}`
    : `the amount of ${name} was corrected${stated === undefined ? '' : ` to ${stated}`}`;
};

/** Who or what ended a candidate before the win. */
const throwerOf = (step: Step, steps: readonly Step[]): string => {
  const at = step.thrown_back_at;
  const thrower = steps.find(
    (other) =>
      other.at === at &&
      other.step > step.step &&
      other.direction === 'back' &&
      (other.type === 'opportunity_lost'
        ? other.contact_id === '' ||
          other.contact_id === step.contact_id ||
          other.opportunity_id === step.opportunity_id
        : other.contact_id === step.contact_id),
  );
  if (!thrower) return '';
  return `${thrower.type === 'opportunity_lost' ? `opportunity ${thrower.opportunity_id} lost` : thrower.type.replaceAll('_', ' ')}${thrower.reason === '' ? '' : `, ${thrower.reason}`}`;
};

/** The touch that led to a candidate visit, and whether it was thrown back. */
const candidateText = (step: Step, steps: readonly Step[]): string => {
  if (step.milestone === '') return '';
  const anchor = steps.findLast(({ is_touch, event_id }) => is_touch && event_id === step.anchor_event_id);
  const led =
    step.is_anchored && anchor ? `touch ${anchor.touch_no} led to it` : 'no eligible touch led to it';
  const thrower = throwerOf(step, steps);
  const thrown =
    step.is_thrown_back && step.thrown_back_at !== null
      ? `; thrown back on ${day(step.thrown_back_at)}${thrower && ` (${thrower})`}`
      : '';
  return ` — ${led}${thrown}`;
};

const sentence = (step: Step, { steps, opportunity_id }: Told): string => {
  if (step.is_touch) {
    const number = step.touch_no > 0 ? `touch ${step.touch_no}: ` : 'touch: ';
    return `${number}${touchName(step)}${step.stage === '' ? '' : ' — the account is engaged'}`;
  }
  const isOpportunity = step.type.startsWith('opportunity_');
  const text = isOpportunity
    ? opportunityVisit(step, step.opportunity_id === opportunity_id)
    : contactVisit(step);
  const loop = step.direction === 'back' ? ` (a loop: cycle ${step.cycle_no} begins)` : '';
  return text + loop + candidateText(step, steps);
};

/** Steps of the journey that are told: touches only where they count, or where nothing does yet. */
const isTold = ({ is_touch, eligibility, journey, stage }: Step): boolean =>
  is_touch
    ? ['eligible', 'not_won'].includes(eligibility) || (journey === 'this' && stage !== '')
    : journey === 'this';

/** Day and what happened then, in order. */
export const storyRows = (told: Told): readonly (readonly [string, string])[] =>
  told.steps.filter(isTold).map((step) => [day(step.at), sentence(step, told)]);

/** What of the account is left out of the story, and why. */
export const leftOut = ({ steps, lookback_days }: Told): readonly string[] => {
  const tooOld = steps.filter(({ eligibility }) => eligibility === 'too_old');
  const newest = tooOld.at(-1);
  const after = steps.filter(({ eligibility }) => eligibility === 'after_win').length;
  const visits = (journey: Step['journey']): number =>
    steps.filter((step) => step.journey === journey && !step.is_touch).length;
  const touches = [
    ...(newest
      ? [
          `${plural(tooOld.length, 'touch', 'touches')} more than ${plural(lookback_days, 'day')} before the win, the newest on ${day(newest.at)}`,
        ]
      : []),
    ...(after > 0 ? [`${plural(after, 'touch', 'touches')} after the win`] : []),
  ];
  const others = [
    ...(visits('earlier') > 0 ? [`${plural(visits('earlier'), 'visit')} of earlier journeys`] : []),
    ...(visits('later') > 0 ? [`${plural(visits('later'), 'visit')} after the win`] : []),
  ];
  return [
    ...(touches.length > 0 ? [`Touches that do not count: ${listed(touches)}.`] : []),
    ...(others.length > 0 ? [`Not told: ${listed(others)}.`] : []),
  ];
};
