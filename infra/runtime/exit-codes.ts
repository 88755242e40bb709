// What the exit code of every command means.

export const exitCodes = {
  ok: 0,
  /** The command ran and found problems, or its surroundings failed. */
  problems: 1,
  /** It was called in a way that cannot work. */
  usage: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was called wrongly: exit code 2, the text says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
