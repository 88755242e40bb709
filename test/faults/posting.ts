// Requests to ingest as emitters make them.
import { randomUUID } from 'node:crypto';

type Env = Readonly<Record<string, string>>;

const batch_events = 25;

/** One batch of touches; their accounts begin with `accounts`. */
export const touches = (accounts: string): { event_id: string }[] =>
  Array.from({ length: batch_events }, () => {
    const event_id = randomUUID();
    return {
      event_id,
      type: 'content_viewed',
      occurred_at: new Date().toISOString(),
      account_id: `${accounts}-${event_id.slice(0, 2)}`,
      channel: 'email',
    };
  });

export const postTo = (env: Env, events: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${env['REVLOOP_INGEST_PORT']}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${env['REVLOOP_WRITE_KEY']}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(events),
    signal: AbortSignal.timeout(20_000),
  });

/** The answer's status; 0 where there was none. */
export const statusOf = (env: Env, events: object): Promise<number> =>
  postTo(env, events).then(
    (response) => response.status,
    () => 0,
  );
