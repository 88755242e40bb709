// POSTs to URLs that somebody typed: only to addresses the rules let through, no redirect followed, bounded in time and bytes.
import { once } from 'node:events';
import { lookup } from 'node:dns';
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { hostOf, refusalOf, urlFault, type AllowedHosts } from '../core/channels/address-rules.ts';
import type { HttpAnswer, HttpRequest } from '../core/channels/http.ts';

const answer_ms_max = 10_000;
const body_bytes_max = 4_096;
/** An idle connection is kept so long: less than most receivers keep it. */
const idle_ms_max = 4_000;

/** Connections that are kept for the next request. Each was made to an address that had been checked, and leads nowhere else, whatever its name says later. */
interface Connections {
  readonly plain: Agent;
  readonly tls: TlsAgent;
}

/** Resolves whatever happens; where the signal ended it, like one without an answer. */
export type GuardedFetch = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

const refused = (why: string): SurroundingsError =>
  new SurroundingsError('address_refused', why, { retriable: false });

/** Resolves a name to the addresses it may be connected to. What this returns is connected to: the name cannot change its address in between. */
const guardedLookup =
  (allowed: AllowedHosts): LookupFunction =>
  (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const open = addresses.filter(({ address }) => !refusalOf(address, host, allowed));
      const [first] = open;
      if (!first)
        return callback(refused(refusalOf(addresses[0]?.address ?? '', host, allowed) ?? 'no address'), []);
      if (options.all) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };

const readFirst = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= body_bytes_max) break;
    }
  } catch {
    // Broken off: the status has been received, and counts.
  }
  return Buffer.concat(chunks).subarray(0, body_bytes_max).toString();
};

interface Posting {
  readonly lookup: LookupFunction;
  readonly ms_max: number;
  readonly signal: AbortSignal;
  /** None: a connection of its own. */
  readonly connections: Connections | undefined;
}

const begin = ({ url, headers }: HttpRequest, { lookup, signal, connections }: Posting): ClientRequest => {
  const target = new URL(url);
  const options = {
    method: 'POST',
    headers: { 'user-agent': 'revloop-alerting', ...headers },
    lookup,
    signal,
  };
  return target.protocol === 'https:'
    ? requestHttps(target, { ...options, agent: connections?.tls ?? false })
    : requestHttp(target, { ...options, agent: connections?.plain ?? false });
};

/** The receiver closed a kept connection in the moment in which it was used: nothing is known of it but that. */
const wasClosed = (call: ClientRequest, error: unknown): boolean =>
  call.reusedSocket && ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');

const post = async (request: HttpRequest, posting: Posting): Promise<HttpAnswer> => {
  const { ms_max } = posting;
  const call = begin(request, posting);
  // What fails once the answer has begun cuts its body short, and is no error of the request's.
  call.on('error', () => undefined);
  const overdue = setTimeout(() => call.destroy(new Error(`no answer within ${ms_max} ms`)), ms_max);
  try {
    call.end(request.body);
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    const { statusCode = 0, headers: received } = response;
    const body = await readFirst(response);
    // What was not read to its end is no connection for another request.
    if (!response.complete) call.destroy();
    return { status: statusCode, retry_after: received['retry-after'] ?? '', body };
  } catch (error) {
    call.destroy();
    if (!wasClosed(call, error)) throw error;
    return await post(request, { ...posting, connections: undefined });
  } finally {
    clearTimeout(overdue);
  }
};

/** Of a host with several addresses each attempt has its own reason. */
const whyOf = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(reasonOf).join(', ') : reasonOf(error);

/** A fetch that sends only where `allowed` and the internet lie, and waits at most `ms_max`. */
export const guardedFetch = (allowed: AllowedHosts, ms_max = answer_ms_max): GuardedFetch => {
  const lookup = guardedLookup(allowed);
  const kept = { keepAlive: true, timeout: idle_ms_max };
  const connections = { plain: new Agent(kept), tls: new TlsAgent(kept) };
  return async (request, signal) => {
    try {
      const fault = urlFault(request.url);
      if (fault) throw refused(fault);
      const host = hostOf(new URL(request.url));
      // An address is connected to without being looked up.
      const refusal = isIP(host) ? refusalOf(host, host, allowed) : undefined;
      if (refusal) throw refused(refusal);
      return await post(request, { lookup, ms_max, signal, connections });
    } catch (error) {
      return { status: 0, why: whyOf(error), refused: error instanceof SurroundingsError };
    }
  };
};
