// Bad surroundings (broker away, port taken, wrong setting): the one error type for what is neither a bad event nor a bug.

export interface SurroundingsCause {
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retriable: boolean;
  readonly cause?: unknown;
}

/** An error of the surroundings: a stable `code`, whether trying again can help, and what caused it. */
export class SurroundingsError extends Error {
  readonly code: string;
  readonly retriable: boolean;

  constructor(code: string, message: string, { retriable, cause }: SurroundingsCause) {
    super(message, { cause });
    this.name = 'SurroundingsError';
    this.code = code;
    this.retriable = retriable;
  }
}

/** The text of anything thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
