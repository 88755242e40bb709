// Third step of the reference: facts → those of each account, with whom they are about.
import { distinct, type Fact } from './fact.ts';
import { survivorsOf } from './merges.ts';

/** "The stream with B replaced by A": facts with every merged id replaced by what it was merged into. */
const relabelled = (facts: readonly Fact[]): Fact[] => {
  const accounts = survivorsOf(facts, 'account');
  const contacts = survivorsOf(facts, 'contact');
  return facts.map((fact) => {
    const { account_id, contact_id } = fact;
    return {
      ...fact,
      ...(account_id !== undefined && { account_id: accounts.get(account_id) ?? account_id }),
      ...(contact_id !== undefined && { contact_id: contacts.get(contact_id) ?? contact_id }),
    };
  });
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
  const facts = relabelled(distinct(arrivals));
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
