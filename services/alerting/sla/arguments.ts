// Arguments of a command → its files and options.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { readMoment } from '../core/moment.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';

export interface Arguments {
  readonly files: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
  /** A moment, UTC milliseconds. Throws a `UsageError` where it is none. */
  moment(option: string, now: number): number | undefined;
}

const ago_ms: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A date, a time with a zone, or 90m, 24h, 7d ago. */
const momentOf = (text: string, now: number): number | undefined => {
  const [, amount, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return unit ? now - Number(amount) * (ago_ms[unit] ?? 0) : readMoment(text);
};

/** `options` are those of `parseArgs`, besides --json and --help. Throws a `UsageError` for others. */
export const readArguments = (args: readonly string[], options: ParseArgsOptionsConfig): Arguments => {
  const { positionals, values } = parsed(args, {
    ...options,
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    files: positionals,
    text,
    flag: (option) => values[option] === true,
    moment: (option, now) => {
      const stated = text(option);
      if (stated === undefined) return undefined;
      const at = momentOf(stated, now);
      if (at === undefined)
        throw new UsageError(
          `--${option} must be a date, a time with a zone, like 2026-03-04T10:30:00Z, or 90m, 24h, 7d ago, not "${stated}"`,
        );
      return at;
    },
  };
};

const parsed = (args: readonly string[], options: ParseArgsOptionsConfig) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs says which argument it does not know, and how to pass a file of such a name.
    throw new UsageError(reasonOf(error));
  }
};
