// Where the stack of this test run is, as the services' own settings.
import { inject } from 'vitest';
import type { Environment } from './running.ts';

/** REVLOOP_* of the running stack: from the test run's set-up, else from the environment. */
export const stackEnvironment = (): Environment => {
  const provided = inject('stack' as never) as { readonly env?: Environment } | undefined;
  const own = Object.entries(process.env).filter(([name, value]) => name.startsWith('REVLOOP_') && value);
  return provided?.env ?? (Object.fromEntries(own) as Environment);
};
