// Apicurio Registry as a child process: keeps its schemas in Kafka, answers the Confluent-compatible API.
import { join } from 'node:path';
import { SupervisedChild, type Report } from '../../runtime/supervise.ts';
import { askApicurio, untilAnswers } from '../answers.ts';
import { jarsFolder, jarVersions } from '../jars.ts';
import { javaCommand, jvmStart } from '../jvm.ts';
import type { StackSettings } from '../settings.ts';

const heapMbMax = 256;
const stopMsMax = 15_000;

/**
 * Apicurio's settings. It looks for a snapshot of its store before it reads the journal, and without one waits for the whole poll timeout,
 * 5 s by default: we make no snapshots, so a short timeout takes 5 s off every start and loses nothing.
 */
export const registryEnvironment = (port: number, kafka: string): Record<string, string> => ({
  APICURIO_STORAGE_KIND: 'kafkasql',
  APICURIO_KAFKASQL_BOOTSTRAP_SERVERS: kafka,
  APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT: '100',
  QUARKUS_HTTP_HOST: '127.0.0.1',
  QUARKUS_HTTP_PORT: String(port),
  QUARKUS_LOG_LEVEL: 'WARN',
  QUARKUS_BANNER_ENABLED: 'false',
});

/** Starts the registry and keeps it running; `kafka` is the broker's address and has to answer already. */
export const startRegistry = (
  settings: StackSettings,
  port: number,
  kafka: string,
  javaVersion: string,
  report: Report,
): { child: SupervisedChild; keepArchive: () => void } => {
  const folder = join(jarsFolder(settings.jars), 'registry');
  const jvm = jvmStart({
    name: 'registry',
    javaVersion,
    archives: join(jarsFolder(settings.jars), 'archives'),
    heap_mb_max: heapMbMax,
    flags: ['-XX:TieredStopAtLevel=1'],
  });
  const url = `http://127.0.0.1:${port}`;
  const child = new SupervisedChild(
    {
      name: 'registry',
      command: javaCommand(settings.env),
      args: [...jvm.args, '-jar', `apicurio-registry-app-${jarVersions.registry}-runner.jar`],
      env: { ...settings.env, ...registryEnvironment(port, kafka) },
      cwd: folder,
      logs: join(settings.home, 'logs'),
      answers: (signal) =>
        untilAnswers(
          'the registry',
          () => askApicurio(url, settings.registryPath),
          settings.ready_s_max,
          signal,
        ),
      stopBy: 'SIGTERM',
      stop_ms_max: stopMsMax,
    },
    report,
  );
  return { child, keepArchive: jvm.keepArchive };
};
