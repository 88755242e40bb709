// Which handoffs a policy is meant for: by what the event that opened them says, and by the team of the owner it names.
import type { StageEvent } from './stage-event.ts';

/** Values by name: any of them, of every name. */
export type Values = Readonly<Record<string, readonly string[]>>;

export interface Condition {
  readonly where: Values;
  /** None of the values, of no name. */
  readonly unless: Values;
}

/** Names that mean fields of the event; `team` is that of its owner; every other is a property. */
const fields = { channel: 'channel', owner: 'owner_id' } as const;

const isField = (name: string): name is keyof typeof fields => Object.hasOwn(fields, name);

const valueOf = (opened: StageEvent, team: string | null, name: string): string | undefined => {
  if (name === 'team') return team ?? undefined;
  return isField(name) ? (opened[fields[name]] ?? undefined) : opened.properties[name];
};

/** `team`: of the owner that `opened` names; null where not known. */
export const isMeant = ({ where, unless }: Condition, opened: StageEvent, team: string | null): boolean => {
  const has = ([name, values]: readonly [string, readonly string[]]): boolean => {
    const value = valueOf(opened, team, name);
    return value !== undefined && values.includes(value);
  };
  return Object.entries(where).every(has) && !Object.entries(unless).some(has);
};

/** Names of the properties a condition looks at. */
export const propertyNamesOf = ({ where, unless }: Condition): readonly string[] =>
  [...Object.keys(where), ...Object.keys(unless)].filter((name) => !isField(name) && name !== 'team');
