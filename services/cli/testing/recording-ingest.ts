// A server that speaks ingest's answers and keeps what it was sent, for tests of the CLI as a process.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  readonly type: string;
  readonly event_id: string;
  readonly [field: string]: unknown;
}

export interface RecordingIngest {
  readonly url: string;
  /** Every request's events, in order of arrival. */
  readonly requests: Sent[][];
  /** After so many requests it takes them and never answers. */
  readonly limit: { answers_max: number };
  readonly close: () => Promise<void>;
}

/** Accepts every event. */
export const startRecordingIngest = async (): Promise<RecordingIngest> => {
  const requests: Sent[][] = [];
  const limit = { answers_max: Infinity };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const events = JSON.parse(text) as Sent[];
      if (requests.push(events) > limit.answers_max) return;
      const accepted = new Set(events.map(({ event_id }) => event_id)).size;
      const answer = { accepted, duplicates: events.length - accepted, rejected: [] };
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    limit,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
