// What somebody wants done about a handoff, as a body of JSON: the one check, for every way in by which people act.
import { handoffUpdatedActions, type HandoffUpdatedAction } from './generated.ts';
import { snooze_ms_max } from './handoff-update.ts';

/** Times are ISO 8601 with a zone; texts are trimmed. */
export interface HandoffAct {
  readonly action: HandoffUpdatedAction;
  /** Who acts. */
  readonly actor: string;
  /** What is said; required of a comment. */
  readonly note?: string;
  /** How long it is snoozed; required there, and nowhere else. */
  readonly until?: string;
  /** The new owner; required where reassigned, and nowhere else. */
  readonly owner_id?: string;
  /** Why it is paused; required there. */
  readonly reason?: string;
}

export interface ActFault {
  readonly code: 'not_an_object' | 'unknown_field' | 'missing_field' | 'invalid_field';
  readonly message: string;
}

export type CheckedAct<More extends string = never> =
  | { readonly ok: true; readonly act: HandoffAct & Readonly<Record<More, string>> }
  | { readonly ok: false; readonly faults: readonly [ActFault, ...ActFault[]] };

/** Which field an action cannot do without. */
export const neededField: Partial<Record<HandoffUpdatedAction, 'note' | 'until' | 'owner_id' | 'reason'>> = {
  commented: 'note',
  reassigned: 'owner_id',
  snoozed: 'until',
  paused: 'reason',
};

/** The most characters of each, as the event's schema has them. */
export const actLengths = {
  action: 32,
  actor: 128,
  note: 1_024,
  until: 35,
  owner_id: 128,
  reason: 256,
} as const satisfies Record<keyof HandoffAct, number>;

type Given = Readonly<Record<string, unknown>>;
type Lengths = Readonly<Record<string, number>>;

const fault = (code: ActFault['code'], message: string): ActFault => ({ code, message });

/**
 * A body as it came, at `now` (UTC milliseconds) → the act, or everything that is wrong with it. A null counts as nothing said. `more`: further texts that
 * must be there, with their lengths.
 */
export const checkAct = <More extends string = never>(
  body: unknown,
  now: number,
  more: Readonly<Record<More, number>> = {} as Readonly<Record<More, number>>,
): CheckedAct<More> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { ok: false, faults: [fault('not_an_object', 'the body must be a JSON object')] };
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => (value ?? null) !== null));
  const lengths: Lengths = { ...more, ...actLengths };
  const [first, ...others] = shapeFaults(given, lengths, [...Object.keys(more), 'action', 'actor']);
  if (first) return { ok: false, faults: [first, ...others] };
  const act = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String(value).trim()]),
  ) as unknown as HandoffAct & Record<More, string>;
  const [senseless, ...more_faults] = senseFaults(act, now);
  return senseless ? { ok: false, faults: [senseless, ...more_faults] } : { ok: true, act };
};

const shapeFaults = (given: Given, lengths: Lengths, required: readonly string[]): readonly ActFault[] => [
  ...Object.keys(given)
    .filter((name) => !Object.hasOwn(lengths, name))
    .map((name) =>
      fault('unknown_field', `unknown field ${name}: the fields are ${Object.keys(lengths).join(', ')}`),
    ),
  ...required
    .filter((name) => given[name] === undefined)
    .map((name) => fault('missing_field', `${name} is missing`)),
  ...Object.entries(lengths).flatMap(([name, length]) => textFault(name, given[name], length)),
];

const textFault = (name: string, value: unknown, length_max: number): readonly ActFault[] =>
  value === undefined || (typeof value === 'string' && value.trim() !== '' && value.length <= length_max)
    ? []
    : [fault('invalid_field', `${name} must be a text of 1 to ${length_max} characters`)];

const senseFaults = (act: HandoffAct, now: number): readonly ActFault[] => {
  const { action, until } = act;
  if (!handoffUpdatedActions.includes(action))
    return [
      fault('invalid_field', `action must be one of ${handoffUpdatedActions.join(', ')}, not "${action}"`),
    ];
  const needed = neededField[action];
  return [
    ...(needed && act[needed] === undefined
      ? [fault('missing_field', `${needed} is missing: ${action} needs it`)]
      : []),
    ...(['until', 'owner_id'] as const)
      .filter((name) => act[name] !== undefined && needed !== name)
      .map((name) => fault('invalid_field', `${name} has no meaning for ${action}`)),
    ...(until === undefined ? [] : untilFaults(until, now)),
  ];
};

export const badTime = 'must be an ISO 8601 time with a zone, like 2026-03-02T09:00:00Z';

const untilFaults = (until: string, now: number): readonly ActFault[] => {
  const end = timeOf(until);
  if (end === undefined) return [fault('invalid_field', `until ${badTime}`)];
  if (end <= now) return [fault('invalid_field', 'until must be later than now')];
  return end > now + snooze_ms_max ? [fault('invalid_field', 'until must be within a year')] : [];
};

/** ISO 8601 with a zone → UTC milliseconds; undefined where it is none. */
export const timeOf = (text: string): number | undefined => {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
};
