// Ports: free or taken, and by setting which one a taken one is moved.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackPorts } from './settings.ts';

const host = '127.0.0.1';

/** A port somebody is going to listen on: for which part, and which setting moves it. */
export interface PortNeed {
  readonly port: number;
  readonly part: string;
  readonly setting: string;
}

export const stackPortNeeds = ({ kafka, registry, clickhouse }: StackPorts): readonly PortNeed[] => [
  { port: kafka, part: 'Kafka', setting: 'REVLOOP_KAFKA_PORT' },
  { port: registry, part: 'the registry', setting: 'REVLOOP_REGISTRY_PORT' },
  { port: clickhouse, part: 'ClickHouse', setting: 'REVLOOP_CLICKHOUSE_PORT' },
];

/** Binds the port for a moment; resolves with the number bound (0 asks for any free one), or with undefined when it is taken. */
export const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });

/** Any port that is free now. */
export const freePort = async (): Promise<number> => {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('no free port on loopback');
  return port;
};

/** A sentence for each taken port. Waits up to `patience_ms` for ports to be given back by a stack that is just ending. */
export const portFaults = async (needs: readonly PortNeed[], patience_ms: number): Promise<string[]> => {
  const giveUpAt = performance.now() + patience_ms;
  for (;;) {
    const bound = await Promise.all(needs.map(({ port }) => tryPort(port)));
    const taken = needs.filter((_, index) => bound[index] === undefined);
    if (taken.length === 0 || performance.now() > giveUpAt) return taken.map(takenFault);
    await pause(100);
  }
};

const takenFault = ({ port, part, setting }: PortNeed): string =>
  `port ${port}, which is for ${part}, is taken by another program: end that one, or set ${setting} to a free port`;

/** The ports with every 0 replaced by a free one. */
export const settledPorts = async (ports: StackPorts): Promise<StackPorts> => ({
  kafka: ports.kafka || (await freePort()),
  registry: ports.registry || (await freePort()),
  clickhouse: ports.clickhouse || (await freePort()),
});
