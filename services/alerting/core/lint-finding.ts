// What linting a policy file finds: how bad it is, where, and what to do.

/** `error`: the file cannot be used; `warning`: it does what nobody means; `note`: it may be meant. */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

export const lintRules = [
  'fault',
  'gap',
  'overlap',
  'contradiction',
  'never_in_force',
  'answer_never_comes',
  'unused_calendar',
  'holidays_end',
  'no_holidays',
  'unknown_owner',
  'unknown_team',
  'wall_hours',
] as const;
export type LintRule = (typeof lintRules)[number];

export interface Finding {
  readonly severity: Severity;
  readonly rule: LintRule;
  /** Of the policy file, from 1. */
  readonly line: number;
  readonly text: string;
  readonly to_do: string;
}

/** By line, the worse first where several stand on one. */
export const byLine = (a: Finding, b: Finding): number =>
  a.line - b.line || severities.indexOf(a.severity) - severities.indexOf(b.severity);
