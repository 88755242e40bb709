// A load generator in a process of its own: keep-alive connections, each with one request under way, for a while; bounded in count and time.
// `node load-client.ts '{"port":…}'` → one JSON line of figures. Plain sockets: on two cores an HTTP client costs more than the server measured.
import { connect } from 'node:net';
import { eventJson } from './load-event.ts';

export interface Load {
  readonly port: number;
  readonly authorization: string;
  readonly run: string;
  readonly connections: number;
  readonly events_per_request: number;
  readonly ms_max: number;
  readonly requests_max: number;
}

export interface LoadFigures {
  readonly requests_per_s: number;
  readonly events_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

const requestOf = (load: Load, first: number): string => {
  const occurred_at = new Date().toISOString();
  const events = Array.from({ length: load.events_per_request }, (_, index) =>
    eventJson(load.run, first + index, occurred_at),
  );
  const body = load.events_per_request === 1 ? (events[0] ?? '') : `[${events.join(',')}]`;
  return `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${load.authorization}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

/** Status of the answer when all of it is there. */
const answered = (text: string): number | undefined => {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= end + 4 + length ? Number(text.slice(9, 12)) : undefined;
};

const run = async (load: Load): Promise<LoadFigures> => {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  let sent = 0;
  const goesOn = (): boolean => performance.now() - startedAt < load.ms_max && sent < load.requests_max;

  const oneConnection = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
      let text = '';
      let sentAt = 0;
      const next = (): void => {
        if (!goesOn()) return void socket.end();
        sent += 1;
        sentAt = performance.now();
        socket.write(requestOf(load, sent * load.events_per_request));
      };
      socket.setEncoding('latin1');
      socket.on('connect', next);
      socket.on('data', (chunk: string) => {
        text += chunk;
        const status = answered(text);
        if (status === undefined) return;
        text = '';
        latencies.push(performance.now() - sentAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
        next();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
    });

  await Promise.all(Array.from({ length: load.connections }, oneConnection));
  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor((latencies.length - 1) * share)] ?? NaN;
  const good = statuses['202'] ?? 0;
  return {
    requests_per_s: good / seconds,
    events_per_s: (good * load.events_per_request) / seconds,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    statuses,
  };
};

if (import.meta.main) {
  const load = JSON.parse(process.argv[2] ?? '{}') as Load;
  process.stdout.write(`${JSON.stringify(await run(load))}\n`);
}
