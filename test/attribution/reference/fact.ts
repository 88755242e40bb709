// First step of the reference: events as they were sent → facts, each once, in their total order, with account and contact known.

export type FactType =
  | 'content_viewed'
  | 'contact_identified'
  | 'mql_created'
  | 'mql_accepted'
  | 'mql_rejected'
  | 'lead_recycled'
  | 'opportunity_created'
  | 'opportunity_won'
  | 'opportunity_lost';

export interface Fact {
  readonly source: string;
  readonly event_id: string;
  readonly type: FactType;
  /** Event time, UTC milliseconds. */
  readonly occurred_at: number;
  readonly account_id?: string;
  readonly contact_id?: string;
  readonly anonymous_id?: string;
  readonly opportunity_id?: string;
  readonly reason?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly channel?: string;
}

/** An event as HTTP takes it → a fact. */
export const factOf = (sent: Readonly<Record<string, unknown>>, source = 'test'): Fact =>
  ({ ...sent, source, occurred_at: Date.parse(sent['occurred_at'] as string) }) as unknown as Fact;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The total order: (occurred_at, event_id, source). */
export const inOrder = (a: Fact, b: Fact): number =>
  a.occurred_at - b.occurred_at || compareText(a.event_id, b.event_id) || compareText(a.source, b.source);

/** Arrivals → each event once: the first stands. In total order. */
export const distinct = (arrivals: readonly Fact[]): Fact[] => {
  const standing = new Map<string, Fact>();
  for (const fact of arrivals) {
    const key = JSON.stringify([fact.source, fact.event_id]);
    if (!standing.has(key)) standing.set(key, fact);
  }
  return [...standing.values()].sort(inOrder);
};

interface Identities {
  readonly contactOf: ReadonlyMap<string, string>;
  readonly accountOf: ReadonlyMap<string, string>;
}

/** Who is whom: the newest identification says; a contact nobody identified is of the account the newest event names with it. */
const identitiesIn = (facts: readonly Fact[]): Identities => {
  const identified = facts.filter(({ type }) => type === 'contact_identified');
  const accountsNamed = (list: readonly Fact[]): [string, string][] =>
    list.flatMap(({ contact_id, account_id }) =>
      contact_id && account_id ? [[contact_id, account_id]] : [],
    );
  return {
    contactOf: new Map(
      identified.flatMap(({ anonymous_id, contact_id }): [string, string][] =>
        anonymous_id && contact_id ? [[anonymous_id, contact_id]] : [],
      ),
    ),
    accountOf: new Map([...accountsNamed(facts), ...accountsNamed(identified)]),
  };
};

/**
 * Facts of each account, in total order. A visitor's and a contact's facts are their account's from the beginning; a contact of no account
 * stands for itself, a visitor never identified belongs to nobody.
 */
export const byAccount = (arrivals: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> => {
  const facts = distinct(arrivals);
  const { contactOf, accountOf } = identitiesIn(facts);
  const accounts = new Map<string, Fact[]>();
  for (const fact of facts) {
    const contact_id = fact.contact_id ?? contactOf.get(fact.anonymous_id ?? '');
    const ownAccount = contact_id && (accountOf.get(contact_id) ?? `contact:${contact_id}`);
    const account_id = fact.account_id ?? ownAccount;
    if (account_id === undefined) continue;
    const known = { ...fact, account_id, ...(contact_id !== undefined && { contact_id }) };
    const own = accounts.get(account_id);
    if (own) own.push(known);
    else accounts.set(account_id, [known]);
  }
  return accounts;
};
