// What every provider of a stack offers, however its parts are run.
import type { Report } from '../../runtime/supervise.ts';
import type { StackSecrets } from '../secrets.ts';
import type { StackAddresses, StackSettings } from '../settings.ts';

/** One promise per part, so that nobody waits for a part that is not needed. Each rejects with a `SurroundingsError`. */
export interface StackReadiness {
  readonly kafka: Promise<void>;
  readonly clickhouse: Promise<void>;
  readonly registry: Promise<void>;
}

export interface RunningStack {
  readonly addresses: StackAddresses;
  readonly ready: StackReadiness;
  /** Process ids of the parts that this process runs itself, by part. */
  readonly pids: () => Readonly<Record<string, number>>;
  /** Stops what was started, in reverse order, within deadlines. */
  readonly stop: () => Promise<void>;
  /** Ends everything at once, without a clean stop. */
  readonly kill: () => void;
}

export interface ProviderContext {
  readonly settings: StackSettings;
  readonly secrets: StackSecrets;
  /** Full version of the Java found, for the embedded provider. */
  readonly javaVersion: string;
  readonly report: Report;
}

export type Provider = (context: ProviderContext) => Promise<RunningStack>;

/** Lets a promise be ignored by those who do not need it, without ending the process when it rejects. */
export const ignorable = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};
