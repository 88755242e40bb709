// Second step of the reference: merges and unmerges → which id stands for which.
import type { Fact } from './fact.ts';

type Entity = 'account' | 'contact';

/** Ids that were merged into another → that one. All other ids stand for themselves. */
export type Survivors = ReadonlyMap<string, string>;

/** For each merged id the newest of its merges and unmerges decides: what it was merged into last, unless it was unmerged since. */
const mergedInto = (facts: readonly Fact[], entity: Entity): Survivors => {
  const into = new Map<string, string>();
  for (const { type, account_id, contact_id, properties } of facts) {
    const survivor = (entity === 'account' ? account_id : contact_id) ?? '';
    const merged_id = properties?.['merged_id'] ?? '';
    if (type === `${entity}_merged`) into.set(merged_id, survivor);
    if (type === `${entity}_unmerged`) into.delete(merged_id);
  }
  return into;
};

/** Where a chain of merges ends; undefined where it goes in a circle. */
const endOf = (id: string, into: Survivors): string | undefined => {
  const seen = new Set<string>();
  let last = id;
  for (let next = into.get(last); next !== undefined; next = into.get(last)) {
    seen.add(last);
    if (seen.has(next)) return undefined;
    last = next;
  }
  return last;
};

/** Chains are followed; merges in a circle cancel out, and an id whose chain runs into one stays as it is. Facts are in total order. */
export const survivorsOf = (facts: readonly Fact[], entity: Entity): Survivors => {
  const into = mergedInto(facts, entity);
  return new Map([...into.keys()].map((id) => [id, endOf(id, into) ?? id]));
};
