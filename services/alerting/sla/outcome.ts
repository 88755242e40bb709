// How a command ends: exit codes, and the error of a call that cannot work.

export const exitCodes = {
  ok: 0,
  /** It ran and found problems, or its surroundings failed. */
  problems: 1,
  /** It was called in a way that cannot work. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The text says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
