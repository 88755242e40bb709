// Events → POST /v1/events, tried again while the network or ingest is away; what ingest refuses comes back by its index.
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';

export interface Refused {
  /** Place in the list that was sent. */
  readonly index: number;
  readonly event_id?: string | null;
  readonly code: string;
  readonly message: string;
}

export interface Posted {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly Refused[];
}

export interface IngestClientOptions {
  readonly url: string;
  readonly write_key: string;
  /** How long one request is tried again. */
  readonly give_up_ms: number;
  /** Told once each time that ingest goes away. */
  readonly onAway: (reason: string) => void;
}

/** Sends events in the native JSON. */
export type PostEvents = (events: readonly object[]) => Promise<Posted>;

const request_ms_max = 30_000;
const pause_ms_min = 100;
const pause_ms_max = 5_000;
const retry_after_ms_max = 60_000;

type Outcome = { readonly posted: Posted } | { readonly again: string; readonly after_ms?: number };

/** A sender of events. Connections are kept open (Node's fetch does that by itself). Throws a SurroundingsError where trying again is of no use or took too long. */
export const createIngestClient = (options: IngestClientOptions): PostEvents => {
  let away = false;
  const post: PostEvents = async (events) => {
    const giveUpAt = performance.now() + options.give_up_ms;
    for (let pauseMs = pause_ms_min; ; pauseMs = Math.min(pauseMs * 2, pause_ms_max)) {
      const outcome = await tryOnce(options, events, post);
      if ('posted' in outcome) {
        away = false;
        return outcome.posted;
      }
      if (!away) options.onAway(outcome.again);
      away = true;
      const waitMs = Math.min(outcome.after_ms ?? pauseMs, retry_after_ms_max);
      if (performance.now() + waitMs > giveUpAt) throw unavailable(options, outcome.again);
      await pause(waitMs);
    }
  };
  return post;
};

const unavailable = ({ url }: IngestClientOptions, reason: string): SurroundingsError =>
  new SurroundingsError(
    'ingest_unavailable',
    `ingest at ${url} cannot take events (${reason}): start it with \`npm start\`, or set REVLOOP_INGEST_URL`,
    { retriable: true },
  );

const tryOnce = async (
  { url, write_key }: IngestClientOptions,
  events: readonly object[],
  post: PostEvents,
): Promise<Outcome> => {
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${write_key}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(request_ms_max),
    });
    body = await response.text();
  } catch (error) {
    return { again: networkReason(error) };
  }
  if (response.status === 413 && events.length > 1) return { posted: await postHalves(events, post) };
  const posted = response.status === 202 || response.status === 400 ? postedOf(body) : undefined;
  if (posted && posted.accepted + posted.duplicates + posted.rejected.length >= events.length)
    return { posted };
  if (response.status === 429 || response.status >= 500) {
    const after_ms = retryAfterMs(response.headers.get('retry-after'));
    return { again: `it answered ${response.status}`, ...(after_ms !== undefined && { after_ms }) };
  }
  throw refusal(response.status, body, url);
};

/** The request was too long: its halves one after the other, so that the order stays. */
const postHalves = async (events: readonly object[], post: PostEvents): Promise<Posted> => {
  const middle = Math.ceil(events.length / 2);
  const first = await post(events.slice(0, middle));
  const second = await post(events.slice(middle));
  return {
    accepted: first.accepted + second.accepted,
    duplicates: first.duplicates + second.duplicates,
    rejected: [
      ...first.rejected,
      ...second.rejected.map((refused) => ({ ...refused, index: refused.index + middle })),
    ],
  };
};

/** The answer, or undefined where it is not one of ingest's. */
const postedOf = (body: string): Posted | undefined => {
  try {
    const { accepted = 0, duplicates = 0, rejected = [] } = JSON.parse(body) as Partial<Posted>;
    return { accepted, duplicates, rejected };
  } catch {
    return undefined;
  }
};

const refusal = (status: number, body: string, url: string): SurroundingsError => {
  if (status === 401 || status === 403)
    return new SurroundingsError(
      'write_key_refused',
      `ingest at ${url} refuses the write key: set REVLOOP_WRITE_KEY to one that it knows`,
      { retriable: false },
    );
  return new SurroundingsError(
    'ingest_refused',
    `ingest at ${url} answered the request with ${status} and not with a verdict on each event: ${body.slice(0, 300)}`,
    { retriable: false },
  );
};

const networkReason = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return reasonOf(cause) || (code ?? 'no answer');
};

/** Retry-After in seconds or as an HTTP date → milliseconds from now. */
const retryAfterMs = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
};
