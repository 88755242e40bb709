// A fact → one sentence that the person who is told understands without a manual.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ClockStart, Policies } from './policy.ts';

const owed: Readonly<Record<ClockStart, string>> = {
  opened: 'a decision of sales on',
  accepted: 'an opportunity from',
  rejected: "marketing's answer on",
};

const time = (at_ms: number): string => `${new Date(at_ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const startsOf = (fact: SlaFact, { policies }: Policies): ClockStart | undefined =>
  policies
    .find(({ policy_id }) => policy_id === fact.policy_id)
    ?.versions.find(({ version }) => version === fact.policy_version)?.starts;

/** What happened, to whom, since when, and who owes the answer. */
export const sentenceOf = (fact: SlaFact, policies: Policies): string => {
  const starts = startsOf(fact, policies);
  const who = `contact ${fact.contact_id}${fact.account_id ? ` of account ${fact.account_id}` : ''}`;
  const what = `${starts ? owed[starts] : 'an answer on'} ${who}`;
  const owner = fact.owner_id ? `, owned by ${fact.owner_id}` : '';
  const policy = `policy ${fact.policy_id}`;
  const since = `waiting since ${time(fact.started_at)}`;
  if (fact.fact === 'warned')
    return `Not answered yet: ${what}${owner}, ${since} (${policy}, warning time ${time(fact.due_at)}).`;
  if (fact.fact === 'withdrawn')
    return `Withdrawn: ${what}${owner} is not overdue after all${fact.outcome && fact.outcome !== 'void' ? `: ${fact.outcome} had happened on ${time(fact.at)}` : ''} (${policy}).`;
  const head = fact.level === 'escalation' ? 'Still overdue' : 'Overdue';
  return `${head}: ${what}${owner} was due on ${time(fact.due_at)}, ${since} (${policy}).`;
};
