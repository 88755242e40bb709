// An alerting of the test's own beside that of the test run: its own consumer group, its own policies in seconds, a webhook that keeps what it gets.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { until } from '../stack/own-stack.ts';

export type Environment = Readonly<Record<string, string>>;

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A policy file with one policy on decisions, in seconds round the clock. */
export const policyFile = (
  policy_id: string,
  target_seconds: number,
  where: Readonly<Record<string, string>> = {},
): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-alerting-')), 'policies.yaml');
  writeFileSync(
    path,
    `
calendars:
  always:
    - { effective_from: 2000-01-01, time_zone: UTC, hours: {${weekdays.map((day) => `${day}: [00:00-24:00]`).join(', ')}} }
policies:
  - id: ${policy_id}
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: opened, answered_by: [mql_accepted, mql_rejected], where: ${JSON.stringify(where)},
          calendar: always, target: ${target_seconds} business seconds, pause: { reasons: [waiting_for_buyer] } }
`,
  );
  return path;
};

export interface Service {
  readonly process: ChildProcess;
  readonly said: () => string;
}

/** Starts a service and waits until its log says that it runs. */
export const startService = async (name: string, env: Environment): Promise<Service> => {
  const child = spawn(process.execPath, [join(projectRoot, 'services', name, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(`${name} runs`, () => {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${text}`);
    return text.includes(`"msg":"${name} runs"`);
  });
  return { process: child, said: () => text };
};

export const end = async (
  { process: child }: Service,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'close');
};

export interface Alert {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The first fact it is about, with the text beside it. */
  readonly fact: Readonly<Record<string, string>>;
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly alerts: Alert[];
  /** What it answers from now on; 0 takes the alert and never answers. */
  answer: number;
  close(): Promise<void>;
}

/** An HTTP server that takes alerts. */
export const startReceiver = async (): Promise<Receiver> => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { data } = JSON.parse(body) as { data: { text: string; facts: Record<string, string>[] } };
      const fact = { text: data.text, ...data.facts[0] };
      receiver.alerts.push({ headers: request.headers, body, fact, at: Date.now() });
      if (receiver.answer > 0) response.writeHead(receiver.answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    alerts: [],
    answer: 200,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
};
