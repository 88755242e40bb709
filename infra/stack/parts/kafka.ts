// Kafka as a child process: one KRaft node, broker and controller in one, formatted once.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reasonOf, SurroundingsError } from '../../runtime/errors.ts';
import { SupervisedChild, type Report } from '../../runtime/supervise.ts';
import { askKafka, untilAnswers } from '../answers.ts';
import { jarsFolder, kafkaClassPath } from '../jars.ts';
import { javaCommand, jvmStart } from '../jvm.ts';
import { freePort } from '../ports.ts';
import type { StackSettings } from '../settings.ts';

const run = promisify(execFile);
const heapMbMax = 512;
const stopMsMax = 20_000;

/**
 * server.properties of a single node on loopback. The controller's port is private and may differ from start to start. A broker that was
 * killed is let in again when its former session has ended: 9 s by default.
 */
export const kafkaProperties = (data: string, port: number, controllerPort: number): string => `\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=${data}
auto.create.topics.enable=false
broker.heartbeat.interval.ms=1000
broker.session.timeout.ms=4000
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
offsets.retention.minutes=43200
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=4
`;

/** Starts Kafka and keeps it running; `ready` when it tells its metadata. */
export const startKafka = async (
  settings: StackSettings,
  port: number,
  javaVersion: string,
  report: Report,
): Promise<{ child: SupervisedChild; keepArchive: () => void }> => {
  const folder = join(settings.home, 'kafka');
  mkdirSync(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, kafkaProperties(join(folder, 'data'), port, await freePort()));
  const java = javaCommand(settings.env);
  const classPath = kafkaClassPath(settings.jars);
  const logging = `-Dlog4j2.configurationFile=${fileURLToPath(new URL('../kafka/log4j2.properties', import.meta.url))}`;
  await format(
    folder,
    properties,
    [java, '-XX:TieredStopAtLevel=1', logging, '-cp', classPath],
    settings,
    report,
  );
  const jvm = jvmStart({
    name: 'kafka',
    javaVersion,
    archives: join(jarsFolder(settings.jars), 'archives'),
    heap_mb_max: heapMbMax,
    flags: [logging],
  });
  const child = new SupervisedChild(
    {
      name: 'kafka',
      command: java,
      args: [...jvm.args, '-cp', classPath, 'kafka.Kafka', properties],
      env: { ...settings.env },
      cwd: folder,
      logs: join(settings.home, 'logs'),
      answers: (signal) =>
        untilAnswers('Kafka', () => askKafka(`127.0.0.1:${port}`), settings.ready_s_max, signal),
      stopBy: 'SIGTERM',
      stop_ms_max: stopMsMax,
    },
    report,
  );
  return { child, keepArchive: jvm.keepArchive };
};

/** 16 random bytes as Kafka writes them; a leading dash would be read as an option. */
const newClusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
};

/** Gives the data folder its identity, once. A half-formatted folder (killed in between) is formatted again: it holds nothing yet. */
const format = async (
  folder: string,
  properties: string,
  [java = 'java', ...jvmArgs]: readonly string[],
  settings: StackSettings,
  report: Report,
): Promise<void> => {
  const marker = join(folder, 'cluster-id');
  if (existsSync(marker)) {
    if (existsSync(join(folder, 'data', 'meta.properties'))) return;
    const lost = `${marker} says that Kafka has data, but ${folder}/data has none: put it back, or remove ${folder} to begin anew`;
    throw new SurroundingsError(
      'kafka_data_lost',
      `${lost} (cluster ${readFileSync(marker, 'utf8').trim()})`,
      { retriable: false },
    );
  }
  report({ part: 'kafka', text: 'formatting its data folder (only the first time)' });
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  const tool = [...jvmArgs, 'kafka.tools.StorageTool'];
  const env = { ...settings.env };
  const id = newClusterId();
  try {
    await run(java, [...tool, 'format', '--standalone', '-t', id, '-c', properties], { env });
  } catch (error) {
    throw new SurroundingsError(
      'kafka_format',
      `Kafka's data folder ${folder} cannot be formatted: ${reasonOf(error)}`,
      {
        retriable: false,
        cause: error,
      },
    );
  }
  writeFileSync(marker, `${id}\n`);
};
