// An emitter that keeps the rules: one batch after the other, each sent again until it is acknowledged.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface Emitter {
  /** Ids of the events that were answered 202. */
  readonly acknowledged: ReadonlySet<string>;
  /** Every other answer met on the way; 0 stands for none. */
  readonly refusals: ReadonlySet<number>;
  /** Resolves when the last batch is acknowledged as well: then everything sent was. */
  readonly end: () => Promise<void>;
}

type Env = Readonly<Record<string, string>>;

const batch_events = 25;
/** Events acknowledged while "the load goes on". */
export const some_events = 4 * batch_events;

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

export const statusOf = (env: Env, events: object): Promise<number> =>
  postTo(env, events).then(
    (response) => response.status,
    () => 0,
  );

export const startEmitter = (env: Env, accounts: string): Emitter => {
  const acknowledged = new Set<string>();
  const refusals = new Set<number>();
  let running = true;
  const untilAcknowledged = async (batch: readonly { event_id: string }[]): Promise<void> => {
    for (;;) {
      const status = await statusOf(env, batch);
      if (status === 202) break;
      refusals.add(status);
      await pause(50);
    }
    for (const { event_id } of batch) acknowledged.add(event_id);
  };
  const sending = (async () => {
    while (running) await untilAcknowledged(touches(accounts));
  })();
  const end = (): Promise<void> => {
    running = false;
    return sending;
  };
  return { acknowledged, refusals, end };
};
