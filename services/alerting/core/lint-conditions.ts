// The conditions of policy versions as sets of handoffs: which kinds none of them takes, and which two of them share.
import type { PolicyVersion } from './policy.ts';

export type Condition = Pick<PolicyVersion, 'where' | 'unless'>;

/** A kind of handoff: what its properties have, or (`other_than`) what they do not have. Properties that are not named have anything. */
export type Kind = readonly (
  | { readonly name: string; readonly value: string }
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
    const own = values.flatMap((value) => look(restrict(left, name, value), [...kind, { name, value }]));
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

const valuesOf = ({ where, unless }: Condition, name: string): readonly string[] =>
  [where[name], unless[name]].filter((value) => value !== undefined);

/** What is left to hold of each condition where the property has this value (undefined: none of those named); those that fail are gone. */
const restrict = (
  conditions: readonly Condition[],
  name: string,
  value: string | undefined,
): readonly Condition[] =>
  conditions.flatMap(({ where, unless }) => {
    const { [name]: wanted, ...where_left } = where;
    const { [name]: excluded, ...unless_left } = unless;
    if (wanted !== undefined && wanted !== value) return [];
    if (excluded !== undefined && excluded === value) return [];
    return [{ where: where_left, unless: unless_left }];
  });

/** The names of properties that a condition both wants and excludes with the same value: nothing satisfies it. */
export const contradictionsOf = ({ where, unless }: Condition): readonly string[] =>
  Object.keys(where).filter((name) => where[name] === unless[name]);

/** The kind of handoff that satisfies both; undefined where there is none. */
export const bothOf = (a: Condition, b: Condition): Kind | undefined => {
  const where = { ...a.where, ...b.where };
  const clash = Object.entries(where).some(
    ([name, value]) =>
      [a.where[name], b.where[name]].some((wanted) => wanted !== undefined && wanted !== value) ||
      [a.unless[name], b.unless[name]].includes(value),
  );
  if (clash) return undefined;
  const excluded = [...new Set([...Object.keys(a.unless), ...Object.keys(b.unless)])].filter(
    (name) => where[name] === undefined,
  );
  return [
    ...Object.entries(where).map(([name, value]) => ({ name, value })),
    ...excluded.map((name) => ({
      name,
      other_than: [...new Set([a.unless[name], b.unless[name]].filter((value) => value !== undefined))],
    })),
  ];
};

/** " with hand_raiser "true" and channel other than "webinar""; '' for every handoff. */
export const textOfKind = (kind: Kind): string => {
  const parts = kind.map((part) =>
    'value' in part
      ? `${part.name} "${part.value}"`
      : `${part.name} other than ${part.other_than.map((value) => `"${value}"`).join(', ')} (or none)`,
  );
  return parts.length > 0 ? ` with ${parts.join(' and ')}` : '';
};
