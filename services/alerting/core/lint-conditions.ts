// The conditions of policy versions as sets of handoffs: which kinds none of them takes, and which two of them share.
import type { Condition } from './condition.ts';

/** A kind of handoff: what its properties have, or (`other_than`) what they do not have. Properties that are not named have anything. */
export type Kind = readonly (
  | { readonly name: string; readonly one_of: readonly string[] }
  | { readonly name: string; readonly other_than: readonly string[] }
)[];

/** Looking for gaps grows with the product of the values named; no file of people comes near. */
const steps_max = 20_000;

/** The kinds that no condition takes; undefined where there are too many to look through. */
export const kindsLeftOut = (conditions: readonly Condition[]): readonly Kind[] | undefined => {
  let steps = 0;
  const look = (left: readonly Condition[], kind: Kind): readonly Kind[] => {
    steps += 1;
    if (steps > steps_max || left.some(isEmpty)) return [];
    const name = left.flatMap(namesOf)[0];
    if (name === undefined) return [kind];
    const values = [...new Set(left.flatMap((condition) => valuesOf(condition, name)))];
    const other = look(restrict(left, name, undefined), [...kind, { name, other_than: values }]);
    const own = values.flatMap((value) =>
      look(restrict(left, name, value), [...kind, { name, one_of: [value] }]),
    );
    return [...own, ...other];
  };
  const kinds = look(conditions, []);
  return steps > steps_max ? undefined : kinds;
};

const isEmpty = ({ where, unless }: Condition): boolean =>
  Object.keys(where).length + Object.keys(unless).length === 0;

const namesOf = ({ where, unless }: Condition): readonly string[] => [
  ...Object.keys(where),
  ...Object.keys(unless),
];

const valuesOf = ({ where, unless }: Condition, name: string): readonly string[] => [
  ...(where[name] ?? []),
  ...(unless[name] ?? []),
];

/** What is left to hold of each condition where the property has this value (undefined: none of those named); those that fail are gone. */
const restrict = (
  conditions: readonly Condition[],
  name: string,
  value: string | undefined,
): readonly Condition[] =>
  conditions.flatMap(({ where, unless }) => {
    const { [name]: wanted, ...where_left } = where;
    const { [name]: excluded, ...unless_left } = unless;
    if (wanted && (value === undefined || !wanted.includes(value))) return [];
    if (value !== undefined && excluded?.includes(value)) return [];
    return [{ where: where_left, unless: unless_left }];
  });

/** The names of which a condition excludes every value that it wants: nothing satisfies it. */
export const contradictionsOf = ({ where, unless }: Condition): readonly string[] =>
  Object.entries(where)
    .filter(([name, wanted]) => wanted.every((value) => unless[name]?.includes(value)))
    .map(([name]) => name);

/** The kind of handoff that satisfies both; undefined where there is none. */
export const bothOf = (a: Condition, b: Condition): Kind | undefined => {
  const names = [...new Set([a.where, b.where, a.unless, b.unless].flatMap((one) => Object.keys(one)))];
  const kind = names.map((name): Kind[number] => {
    const excluded = [...new Set([...(a.unless[name] ?? []), ...(b.unless[name] ?? [])])];
    const wanted = a.where[name] ?? b.where[name];
    if (!wanted) return { name, other_than: excluded };
    const one_of = [...new Set(wanted)].filter(
      (value) => (b.where[name] ?? wanted).includes(value) && !excluded.includes(value),
    );
    return { name, one_of };
  });
  return kind.some((part) => 'one_of' in part && part.one_of.length === 0) ? undefined : kind;
};

/** " with hand_raiser "true" and channel other than "webinar""; '' for every handoff. */
export const textOfKind = (kind: Kind): string => {
  const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
  const parts = kind.map((part) =>
    'one_of' in part
      ? `${part.name} ${quoted(part.one_of)}`
      : `${part.name} other than ${quoted(part.other_than)} (or none)`,
  );
  return parts.length > 0 ? ` with ${parts.join(' and ')}` : '';
};
