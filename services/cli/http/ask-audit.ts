// The sink's audit over HTTP.
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Audit } from '../core/audit/audit.ts';

/** It is computed over everything stored. */
const ask_ms_max = 120_000;

const away = (url: string, reason: string, cause?: unknown): SurroundingsError =>
  new SurroundingsError(
    'sink_unavailable',
    `the sink at ${url} gives no audit (${reason}): start it with \`npm start\`, or set REVLOOP_SINK_PORT`,
    { retriable: true, cause },
  );

const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? error.cause : error;

/** Throws `sink_unavailable` where the sink is away or cannot audit. */
export const askAudit = async (url: string): Promise<Audit> => {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/audit`, { signal: AbortSignal.timeout(ask_ms_max) });
    text = await response.text();
  } catch (error) {
    throw away(url, reasonOf(causeOf(error)), error);
  }
  if (!response.ok) throw away(url, `it answers ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Audit;
};
