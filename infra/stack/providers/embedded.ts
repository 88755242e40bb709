// Provider `embedded`: Kafka, registry and ClickHouse as child processes of this one, on loopback.
import { ensureJars } from '../jars.ts';
import { startClickHouse } from '../parts/clickhouse.ts';
import { startKafka } from '../parts/kafka.ts';
import { startRegistry } from '../parts/registry.ts';
import { settledPorts } from '../ports.ts';
import type { SupervisedChild } from '../../runtime/supervise.ts';
import { ignorable, type Provider } from './provider.ts';

/** ClickHouse and Kafka start at once; the registry, the slow one, as soon as Kafka answers. Nothing here waits for readiness. */
export const startEmbedded: Provider = async ({ settings, secrets, javaVersion, report }) => {
  const ports = await settledPorts(settings.ports);
  const kafkaAddress = `127.0.0.1:${ports.kafka}`;
  const children: SupervisedChild[] = [];
  const archives: (() => void)[] = [];
  let stopping = false;

  const run = (child: SupervisedChild): Promise<void> => {
    children.push(child);
    return child.ready;
  };
  const kafka = async (): Promise<void> => {
    await ensureJars(settings, report);
    if (stopping) return;
    const { child, keepArchive } = await startKafka(settings, ports.kafka, javaVersion, report);
    archives.push(keepArchive);
    await run(child);
  };
  const registry = async (): Promise<void> => {
    await kafkaReady;
    if (stopping) return;
    const { child, keepArchive } = startRegistry(settings, ports.registry, kafkaAddress, javaVersion, report);
    archives.push(keepArchive);
    await run(child);
  };

  const clickhouseReady = ignorable(run(startClickHouse(settings, ports.clickhouse, secrets, report)));
  const kafkaReady = ignorable(kafka());
  const registryReady = ignorable(registry());
  return {
    addresses: {
      kafka: kafkaAddress,
      registryUrl: `http://127.0.0.1:${ports.registry}`,
      clickhouseUrl: `http://127.0.0.1:${ports.clickhouse}`,
    },
    ready: { kafka: kafkaReady, clickhouse: clickhouseReady, registry: registryReady },
    pids: () =>
      Object.fromEntries(children.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]))),
    stop: async () => {
      stopping = true;
      // In reverse order: the registry needs Kafka until its end; ClickHouse needs nobody, so it ends beside them.
      const [clickhouse, ...javaParts] = children;
      const clickhouseStopped = clickhouse?.stop();
      for (const child of javaParts.reverse()) await child.stop();
      await clickhouseStopped;
      for (const keepArchive of archives) keepArchive();
    },
    kill: () => {
      for (const child of children) child.kill();
    },
  };
};
