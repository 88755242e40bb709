// Provider `docker`: the same parts as containers, from the project's docker-compose.yml.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectRoot } from '../../runtime/config.ts';
import { reasonOf, SurroundingsError } from '../../runtime/errors.ts';
import { composeEnvironment } from '../environment.ts';
import { settledPorts } from '../ports.ts';
import { answersOf } from './external.ts';
import { ignorable, type Provider } from './provider.ts';

const run = promisify(execFile);
const parts = ['kafka', 'registry', 'clickhouse'];
const outputBytesMax = 16_000_000;

/** Brings the three parts up and waits until each answers; `stop` stops the containers and keeps their volumes. */
export const startDocker: Provider = async ({ settings, secrets, report }) => {
  const ports = await settledPorts(settings.ports);
  const addresses = {
    kafka: `127.0.0.1:${ports.kafka}`,
    registryUrl: `http://127.0.0.1:${ports.registry}`,
    clickhouseUrl: `http://127.0.0.1:${ports.clickhouse}`,
  };
  const stopped = new AbortController();
  const compose = async (...args: string[]): Promise<void> => {
    const env = { ...settings.env, ...composeEnvironment(secrets, ports) };
    try {
      await run('docker', ['compose', ...args], { cwd: projectRoot, env, maxBuffer: outputBytesMax });
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-3).join(' | ');
      throw new SurroundingsError(
        'docker_compose',
        `docker compose ${args[0]} failed: ${said || reasonOf(error)}`,
        {
          retriable: true,
          cause: error,
        },
      );
    }
  };
  report({
    part: 'docker',
    text: `docker compose up ${parts.join(' ')} (the first time it pulls the images)`,
  });
  const up = ignorable(compose('up', '-d', '--wait', ...parts));
  const answered = up.then(() => answersOf(addresses, settings, secrets, stopped.signal));
  return {
    addresses,
    ready: {
      kafka: ignorable(answered.then(({ kafka }) => kafka)),
      clickhouse: ignorable(answered.then(({ clickhouse }) => clickhouse)),
      registry: ignorable(answered.then(({ registry }) => registry)),
    },
    pids: () => ({}),
    stop: async () => {
      stopped.abort();
      await up.catch(() => undefined);
      await compose('stop', ...parts);
    },
    kill: () => stopped.abort(),
  };
};
