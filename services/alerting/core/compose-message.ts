// A delivery → what people read: a title, a sentence, details, where to look, and what to press.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Line, Link, Message } from './channels/message.ts';
import { digestText } from './digest-text.ts';
import type { Telling } from './directory-file.ts';
import type { Money } from './money.ts';
import type { Policies } from './policy.ts';
import { headOf, sentenceOf, spanText, timeText, whoText } from './sentence.ts';
import type { Delivery } from './telling/delivery.ts';
import { teamOf } from './telling/directory.ts';

/** "Sam Smith (sam)". */
export const ownerText = ({ directory }: Telling, owner_id: string): string => {
  const name = directory.owners.get(owner_id)?.name ?? owner_id;
  return name === owner_id ? owner_id : `${name} (${owner_id})`;
};

const lineOf = (label: string, value: string): readonly Line[] => (value ? [{ label, value }] : []);

/** What the surroundings know: each part may be missing. */
export interface Composing {
  /** What a breach puts at risk, by currency; nothing where not known. */
  readonly riskOf?: (fact: SlaFact) => readonly Money[];
  /** What whoever reads it may press. */
  readonly actionsOf?: (fact: SlaFact, delivery: Delivery) => readonly Link[];
}

/** "12,000 EUR". */
const moneyText = ({ amount, currency }: Money): string => {
  const [whole = '', decimals = ''] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${/[1-9]/.test(decimals) ? `.${decimals}` : ''} ${currency}`;
};

const linesOf = (fact: SlaFact, telling: Telling, risk: readonly Money[]): readonly Line[] => [
  ...lineOf('Owner', fact.owner_id ? ownerText(telling, fact.owner_id) : ''),
  ...lineOf('Team', teamOf(telling.directory, fact)),
  ...lineOf('Revenue at risk', risk.map(moneyText).join(', ')),
  ...lineOf('Note', fact.note ?? ''),
  ...lineOf('Account', fact.account_id),
  ...lineOf('Contact', fact.contact_id),
  ...lineOf('Due', timeText(fact.due_at)),
  ...lineOf('Waiting since', timeText(fact.started_at)),
  ...lineOf('Business time taken', fact.business_seconds === null ? '' : spanText(fact.business_seconds)),
  ...lineOf('Reason', fact.reason ?? ''),
  ...lineOf('Policy', `${fact.policy_id}, version ${fact.policy_version}`),
  ...lineOf('Handoff', fact.handoff_id),
];

/** Whoever is told that somebody is on it knows the rest. */
const briefLines = (fact: SlaFact, telling: Telling): readonly Line[] => [
  ...lineOf('Note', fact.note ?? ''),
  ...lineOf('Owner', fact.owner_id ? ownerText(telling, fact.owner_id) : ''),
  ...lineOf('Handoff', fact.handoff_id),
];

const linkTo = (console_url: string | undefined, path: string, label: string): readonly Link[] =>
  console_url === undefined ? [] : [{ label, url: `${console_url.replace(/\/$/, '')}${path}` }];

/** Why it is told again. */
const againText = ({ telling: count, because }: Delivery, telling: Telling): string => {
  const by = because?.actor ?? 'somebody';
  if (because?.fact === 'reassigned') {
    const owner = because.owner_id ? ownerText(telling, because.owner_id) : 'nobody';
    return ` It was reassigned to ${owner} by ${by}.`;
  }
  const said = count > 1 ? ` This is said for the ${ordinal(count)} time, as nobody has answered.` : '';
  return because?.fact === 'snoozed' ? ` It was snoozed by ${by}, which is over.${said}` : said;
};

const ofOne = (
  delivery: Delivery,
  telling: Telling,
  policies: Policies,
  { riskOf, actionsOf }: Composing,
): Pick<Message, 'title' | 'text' | 'lines' | 'links'> => {
  const { kind, telling: count, because } = delivery;
  const [fact] = delivery.facts;
  if (!fact) return { title: '', text: '', lines: [], links: [] };
  const isReassigned = because?.fact === 'reassigned';
  const risk = kind === 'alert' ? (riskOf?.(fact) ?? []) : [];
  const actions = kind === 'alert' ? (actionsOf?.(fact, delivery) ?? []) : [];
  const path = fact.account_id ? `/accounts/${encodeURIComponent(fact.account_id)}` : '/handoffs';
  return {
    title: `${headOf(fact)}: ${whoText(fact)}${count > 1 && !isReassigned ? ` (${ordinal(count)} time)` : ''}`,
    text: `${sentenceOf(fact, policies)}${againText(delivery, telling)}`,
    lines: kind === 'acknowledged' ? briefLines(fact, telling) : linesOf(fact, telling, risk),
    links: [
      ...actions,
      ...linkTo(telling.console_url, path, fact.account_id ? 'Open the account' : 'Open the handoffs'),
    ],
  };
};

const ordinal = (count: number): string => {
  const [last, teen] = [count % 10, Math.floor(count / 10) % 10 === 1];
  const ending = teen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th';
  return `${count}${ending}`;
};

/** The team that all of them are of; '' where there are several, or none. */
const commonTeam = (facts: readonly SlaFact[], { directory }: Telling): string => {
  const teams = new Set(facts.map((fact) => teamOf(directory, fact)));
  return teams.size === 1 ? ([...teams][0] ?? '') : '';
};

/** The message a channel sends. `now`: when it was composed, UTC milliseconds. */
export const messageOf = (
  delivery: Delivery,
  telling: Telling,
  policies: Policies,
  now: number,
  composing: Composing = {},
): Message => {
  const { message_id, kind, level, subject_key, facts } = delivery;
  const said =
    kind === 'digest'
      ? {
          ...digestText(facts, (fact) => teamOf(telling.directory, fact), telling.console_url !== undefined),
          links: linkTo(telling.console_url, '/handoffs', 'Open the handoffs'),
        }
      : ofOne(delivery, telling, policies, composing);
  return { message_id, kind, level, subject_key, team: commonTeam(facts, telling), ...said, facts, at: now };
};
