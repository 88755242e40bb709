// A fact → one sentence that the person who is told understands without a manual.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { actKinds } from './telling/acts.ts';
import type { ClockStart, Policies } from './policy.ts';
import { escalationStep } from './telling/levels.ts';

const owed: Readonly<Record<ClockStart, string>> = {
  opened: 'a decision of sales on',
  accepted: 'an opportunity from',
  rejected: "marketing's answer on",
  opportunity_created: 'a decision on the opportunity of',
  opportunity_won: 'what is to follow the win from',
  opportunity_lost: "marketing's answer to the lost opportunity of",
  lead_recycled: "marketing's next step with recycled",
};

/** "2026-06-01 13:00 UTC". */
export const timeText = (at_ms: number): string =>
  `${new Date(at_ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** "3.5 hours". */
export const spanText = (seconds: number): string => {
  const [amount, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5_400
        ? [seconds / 60, 'minute']
        : [seconds / 3_600, 'hour'];
  const text = String(Math.round(amount * 10) / 10);
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
};

const startsOf = (fact: SlaFact, { policies }: Policies): ClockStart | undefined =>
  policies
    .find(({ policy_id }) => policy_id === fact.policy_id)
    ?.versions.find(({ version }) => version === fact.policy_version)?.starts;

/** "contact ann of account acme". */
export const whoText = ({ contact_id, account_id }: SlaFact): string =>
  `contact ${contact_id}${account_id ? ` of account ${account_id}` : ''}`;

/** A word or two: what a fact means to whoever is told. */
export const headOf = ({ fact, level, outcome }: SlaFact): string => {
  if (fact === 'warned') return 'Not answered yet';
  if (fact === 'withdrawn') return 'Withdrawn';
  if (fact === 'acknowledged') return 'Acknowledged';
  if (fact === 'resolved') return 'Resolved';
  if (fact === 'met' || fact === 'ended') return outcome === 'expired' ? 'No longer due' : 'Answered';
  const step = escalationStep(level);
  if (step === 0) return 'Overdue';
  return step === 1 ? 'Still overdue' : `Still overdue, escalation ${step}`;
};

const endSentence = (fact: SlaFact, what: string, policy: string): string => {
  if (fact.outcome === 'expired')
    return `No longer due: ${what} needs no answer any more since ${timeText(fact.at)} (${policy}).`;
  const late = fact.fact === 'met' ? 'in time' : `late, as it was due on ${timeText(fact.due_at)}`;
  const took =
    fact.business_seconds === null ? '' : `, after ${spanText(fact.business_seconds)} of business time`;
  return `Answered: ${what} came on ${timeText(fact.at)} (${fact.outcome ?? 'answered'}), ${late}${took} (${policy}).`;
};

/** What happened, to whom, since when, and who owes the answer. */
export const sentenceOf = (fact: SlaFact, policies: Policies): string => {
  const starts = startsOf(fact, policies);
  const owner = fact.owner_id ? `, owned by ${fact.owner_id}` : '';
  const what = `${starts ? owed[starts] : 'an answer on'} ${whoText(fact)}${owner}`;
  const policy = `policy ${fact.policy_id}`;
  const since = `waiting since ${timeText(fact.started_at)}`;
  if (fact.fact === 'warned')
    return `Not answered yet: ${what}, ${since} (${policy}, warning time ${timeText(fact.due_at)}).`;
  if (fact.fact === 'withdrawn' && actKinds.some((action) => action === fact.outcome))
    return `Withdrawn: ${what} had been ${fact.outcome} on ${timeText(fact.at)}, which was heard of late: this was not called for (${policy}).`;
  if (fact.fact === 'withdrawn')
    return `Withdrawn: ${what} is not overdue after all${fact.outcome && fact.outcome !== 'void' ? `: ${fact.outcome} had happened on ${timeText(fact.at)}` : ''} (${policy}).`;
  if (fact.fact === 'acknowledged' || fact.fact === 'resolved')
    return `${headOf(fact)} by ${fact.actor ?? 'somebody'}: ${what}, ${since} (${policy}).`;
  if (fact.fact === 'met' || fact.fact === 'ended') return endSentence(fact, what, policy);
  return `${headOf(fact)}: ${what} was due on ${timeText(fact.due_at)}, ${since} (${policy}).`;
};
