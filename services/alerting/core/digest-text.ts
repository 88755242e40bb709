// Many facts in one message: how many of what, by policy and team, and the first of them one by one.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Line, Message } from './channels/message.ts';
import { headOf, timeText, whoText } from './sentence.ts';

/** Listed one by one. */
const listed_max = 50;

const counted = (texts: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
};

const number = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const heads = (facts: readonly SlaFact[]): string =>
  counted(facts.map((fact) => headOf(fact).toLowerCase()))
    .map(([head, count]) => `${number(count)} ${head}`)
    .join(', ');

const lineOf = (fact: SlaFact): Line => {
  const owner = fact.owner_id ? `, owned by ${fact.owner_id}` : '';
  return {
    label: headOf(fact),
    value: `${whoText(fact)}${owner}, due ${timeText(fact.due_at)} (${fact.policy_id})`,
  };
};

/** `hasLink`: whether the message has one to the rest. */
export const digestText = (
  facts: readonly SlaFact[],
  teamOf: (fact: SlaFact) => string,
  hasLink: boolean,
): Pick<Message, 'title' | 'text' | 'lines'> => {
  const handoffs = new Set(facts.map(({ handoff_id }) => handoff_id)).size;
  const groups = Map.groupBy(facts, (fact) => `${fact.policy_id}, ${teamOf(fact) || 'no team'}`);
  const sums = [...groups].sort((a, b) => b[1].length - a[1].length);
  const left = facts.length - listed_max;
  const rest =
    left > 0 ? ` The first ${listed_max} are listed${hasLink ? '; the link leads to all of them' : ''}.` : '';
  return {
    title: `${number(handoffs)} ${handoffs === 1 ? 'handoff' : 'handoffs'}: ${heads(facts)}`,
    text: `Many at once, so they come in one message: ${heads(facts)}.${rest}`,
    lines: [
      ...sums.map(([label, some]) => ({ label, value: heads(some) })),
      ...facts.slice(0, listed_max).map(lineOf),
      ...(left > 0 ? [{ label: 'More', value: `${number(left)} that are not listed here` }] : []),
    ],
  };
};
