// The running Revloop as its users meet it: emitters send over HTTP, analysts ask ClickHouse.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { inject } from 'vitest';

export type NativeEvent = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly event_id: string;
  readonly occurred_at: string;
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    accepted: number;
    duplicates?: number;
    rejected: { index: number; event_id: string | null; code: string; message: string }[];
    error?: { code: string; message: string };
  };
}

export const settings = (): Record<string, string> => inject('stack').env;

export const serviceUrl = (service: 'INGEST' | 'SINK' | 'ATTRIBUTION' | 'ALERTING' | 'CONSOLE'): string =>
  `http://127.0.0.1:${settings()[`REVLOOP_${service}_PORT`]}`;

/** POST /v1/events with the local write key unless `headers` say otherwise. */
export const post = async (body: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const key = settings()['REVLOOP_WRITE_KEY'] ?? '';
  const response = await fetch(`${serviceUrl('INGEST')}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
};

/** Sends events as an array; throws unless every one is accepted. */
export const emit = async (...events: readonly NativeEvent[]): Promise<void> => {
  const { status, body } = await post(JSON.stringify(events));
  if (status !== 202 || body.rejected.length > 0)
    throw new Error(`not accepted: ${status} ${JSON.stringify(body).slice(0, 500)}`);
};

/** A connection as the analyst. */
export const analyst = (): ClickHouse =>
  connectClickHouse({
    url: settings()['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'analyst',
    password: settings()['REVLOOP_ANALYST_PASSWORD'] ?? '',
    application: 'test',
  });

/** A connection as the services. */
export const services = (): ClickHouse =>
  connectClickHouse({
    url: settings()['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'revloop',
    password: settings()['REVLOOP_CLICKHOUSE_PASSWORD'] ?? '',
    application: 'test',
  });

export { eventually } from './eventually.ts';
