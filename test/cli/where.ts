// Where the stack of this test run is, as the settings of the CLI.
import { inject } from 'vitest';

interface ProvidedStack {
  readonly env?: Readonly<Record<string, string>>;
  readonly ingestUrl?: string;
  readonly writeKey?: string;
  readonly clickhouseUrl?: string;
  readonly analystPassword?: string;
}

/** REVLOOP_* of the running stack: from the test run's set-up, else from the environment. */
export const stackSettings = (): Record<string, string> => {
  const provided = inject('stack' as never) as ProvidedStack | undefined;
  const own = Object.entries(process.env).filter(([name, value]) => name.startsWith('REVLOOP_') && value);
  const named = {
    REVLOOP_INGEST_URL: provided?.ingestUrl,
    REVLOOP_WRITE_KEY: provided?.writeKey,
    REVLOOP_CLICKHOUSE_URL: provided?.clickhouseUrl,
    REVLOOP_ANALYST_PASSWORD: provided?.analystPassword,
  };
  return Object.fromEntries([
    ...(provided ? [] : (own as [string, string][])),
    ...Object.entries(provided?.env ?? {}),
    ...Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ]);
};
