// Between a query string and a report: kinds of parameters with their limits, and their parsing. Pure.

/** A calendar month, `2026-03`; months are UTC. */
export interface MonthKind {
  readonly kind: 'month';
  readonly byDefault: string;
}
export interface IntegerKind {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}
export interface NameKind {
  readonly kind: 'name';
  readonly byDefault: string;
}
export interface TextKind {
  readonly kind: 'text';
  readonly length_max: number;
  /** Without a default the parameter is required. */
  readonly byDefault?: string;
}
export interface ChoiceKind {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly byDefault: string;
}
export type ParamKind = MonthKind | IntegerKind | NameKind | TextKind | ChoiceKind;
export type ParamKinds = Readonly<Record<string, ParamKind>>;
export type ParamValues = Readonly<Record<string, string | number>>;

export type Parsed = { ok: true; values: ParamValues } | { ok: false; faults: readonly string[] };
type One = { ok: true; value: string | number } | { ok: false; fault: string };

const month = /^(19[7-9]\d|20\d\d)-(0[1-9]|1[0-2])$/;
const name = /^[a-z0-9_]{1,64}$/;
const wrong = (fault: string): One => ({ ok: false, fault });

/** One value as written in a query string → its value, or one sentence saying what it should be. */
export const parseOne = (key: string, kind: ParamKind, text: string): One => {
  switch (kind.kind) {
    case 'month':
      return month.test(text)
        ? { ok: true, value: text }
        : wrong(`${key} must be a month from 1970-01 to 2099-12 like 2026-03, not "${text}"`);
    case 'integer': {
      const value = Number(text);
      return text !== '' && Number.isInteger(value) && value >= kind.min && value <= kind.max
        ? { ok: true, value }
        : wrong(`${key} must be a whole number from ${kind.min} to ${kind.max}, not "${text}"`);
    }
    case 'name':
      return name.test(text)
        ? { ok: true, value: text }
        : wrong(`${key} must be a name of small letters, digits and _, at most 64 long, not "${text}"`);
    case 'choice':
      return kind.choices.includes(text)
        ? { ok: true, value: text }
        : wrong(`${key} must be one of ${kind.choices.join(', ')}, not "${text}"`);
    case 'text':
      return text.length <= kind.length_max && (text !== '' || kind.byDefault !== undefined)
        ? { ok: true, value: text }
        : wrong(`${key} must have 1 to ${kind.length_max} characters`);
  }
};

/** A whole query string against the parameters of a report. Unknown and repeated parameters are faults; all are told together. */
export const parseParams = (kinds: ParamKinds, search: Readonly<Record<string, unknown>>): Parsed => {
  const values: Record<string, string | number> = {};
  const faults: string[] = [];
  for (const key of Object.keys(search)) {
    const known = Object.keys(kinds).join(', ') || 'none';
    if (!(key in kinds)) faults.push(`unknown parameter ${key}: the parameters are ${known}`);
  }
  for (const [key, kind] of Object.entries(kinds)) {
    const given = search[key];
    if (given === undefined && kind.byDefault !== undefined) values[key] = kind.byDefault;
    else if (given === undefined) faults.push(`${key} is missing`);
    else if (typeof given !== 'string') faults.push(`${key} must be given once`);
    else {
      const one = parseOne(key, kind, given);
      if (one.ok) values[key] = one.value;
      else faults.push(one.fault);
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values };
};
