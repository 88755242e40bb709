import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { portFaults, settledPorts, stackPortNeeds } from './ports.ts';

test('a taken port is told with the part it is for and the setting that moves it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const faults = await portFaults(stackPortNeeds({ kafka: 0, registry: port, clickhouse: 0 }), 0);
  server.close();
  expect(faults).toEqual([
    `port ${port}, which is for the registry, is taken by another program: end that one, or set REVLOOP_REGISTRY_PORT to a free port`,
  ]);
});

test('a port that is given back in time is no fault', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const faults = portFaults(stackPortNeeds({ kafka: port, registry: 0, clickhouse: 0 }), 10_000);
  server.close();
  expect(await faults).toEqual([]);
});

test('0 becomes a free port', async () => {
  const { kafka, registry, clickhouse } = await settledPorts({ kafka: 0, registry: 0, clickhouse: 4242 });
  expect(new Set([kafka, registry, clickhouse]).size).toBe(3);
  expect(clickhouse).toBe(4242);
});
