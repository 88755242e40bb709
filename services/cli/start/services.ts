// The five services as child processes: by path, never imported; each with its port and what it has to wait for.
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import type { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { SupervisedChild, type Report } from '@revloop/infra/runtime/supervise.ts';
import { untilAnswers } from '@revloop/infra/stack/answers.ts';
import { freePort, type PortNeed } from '@revloop/infra/stack/ports.ts';

export const serviceNames = ['ingest', 'sink', 'attribution', 'alerting', 'console'] as const;
export type ServiceName = (typeof serviceNames)[number];

export type ServicePorts = Readonly<Record<ServiceName, number>>;

const portSettings: Record<ServiceName, { setting: string; byDefault: number }> = {
  ingest: { setting: 'REVLOOP_INGEST_PORT', byDefault: 8080 },
  sink: { setting: 'REVLOOP_SINK_PORT', byDefault: 8084 },
  attribution: { setting: 'REVLOOP_ATTRIBUTION_PORT', byDefault: 8083 },
  alerting: { setting: 'REVLOOP_ALERTING_PORT', byDefault: 8082 },
  console: { setting: 'REVLOOP_CONSOLE_PORT', byDefault: 8090 },
};

const readyMsEach = 2_000;
const stopMsMax = 20_000;

const portsBy = (portOf: (name: ServiceName) => number): ServicePorts =>
  Object.fromEntries(serviceNames.map((name) => [name, portOf(name)])) as Record<ServiceName, number>;

/** Reads the services' ports; 0 stands for any free one. */
export const readServicePorts = (read: SettingsReader): ServicePorts =>
  portsBy((name) => read.port(portSettings[name].setting, portSettings[name].byDefault));

/** The ports with every 0 replaced by a free one. */
export const settledServicePorts = async (ports: ServicePorts): Promise<ServicePorts> => {
  const settled = new Map<ServiceName, number>();
  for (const name of serviceNames) settled.set(name, ports[name] || (await freePort()));
  return portsBy((name) => settled.get(name) ?? 0);
};

export const servicePortNeeds = (ports: ServicePorts): readonly PortNeed[] =>
  serviceNames.map((name) => ({
    port: ports[name],
    part: `the service ${name}`,
    setting: portSettings[name].setting,
  }));

/** The ports as the settings the services read. */
export const servicePortEnvironment = (ports: ServicePorts): Record<string, string> =>
  Object.fromEntries(serviceNames.map((name) => [portSettings[name].setting, String(ports[name])]));

const askReady = async (port: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(readyMsEach),
  });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`/readyz answers ${response.status}: ${body.slice(0, 300)}`);
};

/** Flags a service's Node is started with. */
export const nodeFlags = (name: ServiceName): readonly string[] => [
  // kafkajs asks for timeouts in the past; Node 24 warns of each.
  '--disable-warning=TimeoutNegativeWarning',
  // What the sink fetches dies young if there is room for it to: measured, a tenth less CPU for reading a million messages.
  ...(name === 'sink' ? ['--max-semi-space-size=64'] : []),
  // What alerting remembers grows slowly, so its heap needs little room to spare: measured with 100,000 clocks, a third less than by Node's own measure.
  ...(name === 'alerting'
    ? ['--max-semi-space-size=4', '--heap-growing-percent=30', '--gc-memory-reducer-start-delay-ms=1000']
    : []),
];

/** Settings of a service's process beside its own. */
export const nodeEnvironment = (name: ServiceName): Readonly<Record<string, string>> =>
  // glibc gives back what was freed, instead of keeping it for the next such burst as reading the state is: 50 MB.
  name === 'alerting'
    ? { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' }
    : {};

export interface ServiceSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly ports: ServicePorts;
  readonly logs: string;
  readonly ready_s_max: number;
  readonly report: Report;
}

/** Starts one service and keeps it running; `ready` when its /readyz answers 200. */
export const startService = (
  name: ServiceName,
  { env, ports, logs, ready_s_max, report }: ServiceSurroundings,
): SupervisedChild =>
  new SupervisedChild(
    {
      name,
      command: process.execPath,
      args: [...nodeFlags(name), join(projectRoot, 'services', name, 'main.ts')],
      env: { ...nodeEnvironment(name), ...env },
      cwd: projectRoot,
      logs,
      answers: (signal) => untilAnswers(name, () => askReady(ports[name]), ready_s_max, signal),
      stopBy: 'SIGTERM',
      stop_ms_max: stopMsMax,
    },
    report,
  );
