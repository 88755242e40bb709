// Provider `external`: parts that run elsewhere (production, containers of a test); it only waits until each answers.
import { askClickHouse, askKafka, askRegistry, untilAnswers } from '../answers.ts';
import { SurroundingsError } from '../../runtime/errors.ts';
import type { StackAddresses, StackSettings } from '../settings.ts';
import type { StackSecrets } from '../secrets.ts';
import { ignorable, type Provider, type RunningStack, type StackReadiness } from './provider.ts';

/** Waits for parts at given addresses, each for itself. */
export const answersOf = (
  { kafka, registryUrl, clickhouseUrl }: StackAddresses,
  { registryPath, ready_s_max, env }: StackSettings,
  secrets: StackSecrets,
  signal: AbortSignal,
): StackReadiness => {
  const user = env['REVLOOP_CLICKHOUSE_USER'] || 'revloop';
  const until = (part: string, ask: () => Promise<void>): Promise<void> =>
    ignorable(untilAnswers(part, ask, ready_s_max, signal));
  return {
    kafka: until(`Kafka at ${kafka}`, () => askKafka(kafka)),
    clickhouse: until(`ClickHouse at ${clickhouseUrl}`, () =>
      askClickHouse(clickhouseUrl, user, secrets.clickhousePassword),
    ),
    registry: until(`the registry at ${registryUrl}`, () => askRegistry(registryUrl, registryPath)),
  };
};

export const startExternal: Provider = ({ settings, secrets }): Promise<RunningStack> => {
  const addresses = settings.external;
  if (!addresses)
    throw new SurroundingsError('bad_settings', 'the addresses of an external stack are not set', {
      retriable: false,
    });
  const stopped = new AbortController();
  return Promise.resolve({
    addresses,
    ready: answersOf(addresses, settings, secrets, stopped.signal),
    pids: () => ({}),
    stop: () => Promise.resolve(stopped.abort()),
    kill: () => stopped.abort(),
  });
};
