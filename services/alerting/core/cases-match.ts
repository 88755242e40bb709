// Expected facts against those that were said: each expected one needs a fact of its own.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ExpectedFact, ExpectedFields, Look } from './cases.ts';

export interface Difference {
  readonly look: Look;
  /** Expected, and nothing like it was said. */
  readonly missing: readonly ExpectedFact[];
  /** Expected, and said with other fields. */
  readonly otherwise: readonly {
    readonly expected: ExpectedFact;
    readonly said: SlaFact;
    readonly fields: readonly (keyof ExpectedFields)[];
  }[];
  /** Said, and by `only` not expected. */
  readonly besides: readonly SlaFact[];
}

export const differenceOf = (look: Look, said: readonly SlaFact[]): Difference => {
  const taken = assign(look.facts, said);
  const free = new Set(said.keys());
  for (const at of taken) if (at !== undefined) free.delete(at);
  const missing: ExpectedFact[] = [];
  const otherwise: Difference['otherwise'][number][] = [];
  look.facts.forEach((expected, index) => {
    if (taken[index] !== undefined) return;
    const near = nearest(expected, said, free);
    if (near === undefined) return void missing.push(expected);
    free.delete(near.at);
    otherwise.push({ expected, said: near.fact, fields: differing(expected, near.fact) });
  });
  const besides = [...free]
    .flatMap((at) => said[at] ?? [])
    .filter(({ fact }) => [...look.only].some((kind) => kind === fact));
  return { look, missing, otherwise, besides };
};

export const isSame = ({ missing, otherwise, besides }: Difference): boolean =>
  missing.length + otherwise.length + besides.length === 0;

const differing = ({ fields }: ExpectedFact, said: SlaFact): readonly (keyof ExpectedFields)[] =>
  (Object.keys(fields) as (keyof ExpectedFields)[]).filter((name) => fields[name] !== said[name]);

const fits = (expected: ExpectedFact, said: SlaFact): boolean =>
  expected.fact === said.fact && differing(expected, said).length === 0;

/**
 * A greatest matching (augmenting paths): a fact that several expected ones fit goes to the one that has no other. The position of the fact
 * each expected one takes.
 */
const assign = (
  expected: readonly ExpectedFact[],
  said: readonly SlaFact[],
): readonly (number | undefined)[] => {
  const takenBy = new Map<number, number>();
  const take = (index: number, tried: Set<number>): boolean => {
    const one = expected[index];
    for (const [at, fact] of said.entries()) {
      if (!one || tried.has(at) || !fits(one, fact)) continue;
      tried.add(at);
      const holder = takenBy.get(at);
      if (holder !== undefined && !take(holder, tried)) continue;
      takenBy.set(at, index);
      return true;
    }
    return false;
  };
  expected.forEach((_one, index) => take(index, new Set()));
  const taken = Array.from<number | undefined>({ length: expected.length });
  for (const [at, index] of takenBy) taken[index] = at;
  return taken;
};

/** Which clock and level a fact is about. */
const about: ReadonlySet<keyof ExpectedFields> = new Set(['policy_id', 'level', 'contact_id', 'account_id']);

/** Of the same kind, policy, level and contact, with the fewest other fields that differ. */
const nearest = (
  expected: ExpectedFact,
  said: readonly SlaFact[],
  free: ReadonlySet<number>,
): { readonly at: number; readonly fact: SlaFact } | undefined =>
  [...free]
    .flatMap((at) => {
      const fact = said[at];
      return fact && fact.fact === expected.fact ? [{ at, fact, fields: differing(expected, fact) }] : [];
    })
    .filter(({ fields }) => !fields.some((name) => about.has(name)))
    .sort((a, b) => a.fields.length - b.fields.length)[0];
