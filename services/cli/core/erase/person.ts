// Who is erased: a contact with the visitors who turned out to be that contact, or a visitor alone.

export interface Person {
  readonly contacts: readonly string[];
  readonly visitors: readonly string[];
}

export const idsOf = ({ contacts, visitors }: Person): readonly string[] => [
  ...new Set([...contacts, ...visitors]),
];

/** The accounts that contacts stand for while no event ties them to one, see docs/semantics.md. */
export const ownAccountsOf = ({ contacts }: Person): readonly string[] =>
  contacts.map((contact) => `contact:${contact}`);
