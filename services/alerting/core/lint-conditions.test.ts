import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from './condition.ts';
import { bothOf, contradictionsOf, kindsLeftOut, type Kind } from './lint-conditions.ts';

const names = ['a', 'b', 'c'];
const values = ['x', 'y'];
const some = fc.subarray(values, { minLength: 1 });
const texts = fc.dictionary(fc.constantFrom(...names), some, { maxKeys: 3 });
const conditions = fc.record({ where: texts, unless: texts });

/** Every handoff there can be: each property has x, y, something else, or is not there. */
const handoffs = names.reduce<readonly Readonly<Record<string, string>>[]>(
  (list, name) =>
    list.flatMap((one) => [one, ...[...values, 'else'].map((value) => ({ ...one, [name]: value }))]),
  [{}],
);

const takes = ({ where, unless }: Condition, handoff: Readonly<Record<string, string>>): boolean =>
  Object.entries(where).every(([name, any]) => any.includes(handoff[name] ?? 'none')) &&
  !Object.entries(unless).some(([name, any]) => any.includes(handoff[name] ?? 'none'));

const isOf = (kind: Kind, handoff: Readonly<Record<string, string>>): boolean =>
  kind.every((part) =>
    'one_of' in part
      ? part.one_of.includes(handoff[part.name] ?? 'none')
      : !part.other_than.some((value) => handoff[part.name] === value),
  );

test('the kinds left out are those of the handoffs that no condition takes, one by one', () => {
  fc.assert(
    fc.property(fc.array(conditions, { maxLength: 5 }), (list) => {
      const kinds = kindsLeftOut(list) ?? [];
      for (const handoff of handoffs)
        expect(kinds.filter((kind) => isOf(kind, handoff)).length).toBe(
          list.some((condition) => takes(condition, handoff)) ? 0 : 1,
        );
    }),
    { numRuns: 500 },
  );
});

test('what two conditions share is the kind of the handoffs that both take', () => {
  fc.assert(
    fc.property(conditions, conditions, (a, b) => {
      const kind = bothOf(a, b);
      for (const handoff of handoffs)
        expect(kind !== undefined && isOf(kind, handoff)).toBe(takes(a, handoff) && takes(b, handoff));
      if (!kind) expect(handoffs.some((handoff) => takes(a, handoff) && takes(b, handoff))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a condition contradicts itself exactly where it takes no handoff', () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      expect(contradictionsOf(condition).length > 0).toBe(!handoffs.some((one) => takes(condition, one)));
    }),
  );
});
