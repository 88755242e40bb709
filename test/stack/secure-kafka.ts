// A Kafka that takes nobody in clear: SASL over TLS, with an authority and certificates made for one test.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { kafkaClassPath } from '@revloop/infra/stack/jars.ts';
import { javaCommand } from '@revloop/infra/stack/jvm.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';

const jars = process.env['REVLOOP_JARS'] ?? join(projectRoot, '.revloop', 'jars');
const logging = `-Dlog4j2.configurationFile=${join(projectRoot, 'infra', 'stack', 'kafka', 'log4j2.properties')}`;
export const user = 'revloop';
export const password = 'secret-of-a-test';

export interface Certificates {
  readonly folder: string;
  /** PEM files: the authority, and 127.0.0.1's certificate and key. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const openssl = (folder: string, line: string): void =>
  void execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });

/** An authority and a certificate of 127.0.0.1 signed by it, in a new folder. */
export const makeCertificates = (): Certificates => {
  const folder = mkdtempSync(join(tmpdir(), 'revloop-tls-'));
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  openssl(folder, 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem');
  openssl(folder, 'req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr');
  openssl(
    folder,
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem',
  );
  openssl(
    folder,
    'pkcs12 -export -in server.pem -inkey server.key -certfile ca.pem -name server -passout pass:changeit -out server.p12',
  );
  const at = (file: string): string => join(folder, file);
  return { folder, ca: at('ca.pem'), cert: at('server.pem'), key: at('server.key') };
};

const properties = (folder: string, port: number, controllerPort: number): string => `\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_SSL
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${password}" user_${user}="${password}";
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PKCS12
ssl.keystore.location=${join(folder, 'server.p12')}
ssl.keystore.password=changeit
ssl.truststore.type=PEM
ssl.truststore.location=${join(folder, 'ca.pem')}
log.dirs=${join(folder, 'data')}
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
`;

/** Formats and starts it; whoever needs it asks until it answers. */
export const startSecureKafka = async ({
  folder,
}: Certificates): Promise<{ broker: string; stop: () => Promise<void> }> => {
  const port = await freePort();
  const file = join(folder, 'server.properties');
  writeFileSync(file, properties(folder, port, await freePort()));
  const java = javaCommand(process.env);
  const classPath = kafkaClassPath(jars);
  const scram = ['256', '512'].flatMap((size) => [
    '--add-scram',
    `SCRAM-SHA-${size}=[name=${user},password=${password}]`,
  ]);
  execFileSync(
    java,
    // prettier-ignore
    [logging, '-cp', classPath, 'kafka.tools.StorageTool', 'format', '--standalone', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', file, ...scram],
    { stdio: 'ignore' },
  );
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const child: ChildProcess = spawn(
    java,
    ['-Xmx256m', '-XX:+UseSerialGC', logging, '-cp', classPath, 'kafka.Kafka', file],
    { cwd: folder, stdio: 'ignore' },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  return { broker: `127.0.0.1:${port}`, stop };
};
