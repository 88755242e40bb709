// How one part of the system is, asked from outside, within a short time.
import { connect } from 'node:net';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';

export interface PartState {
  readonly name: string;
  readonly address: string;
  readonly ok: boolean;
  /** Why it is not ok. */
  readonly reason?: string;
}

const ask_ms_max = 3_000;

/** A service's /readyz, with the checks that fail. */
export const askService = async (name: string, url: string): Promise<PartState> =>
  await state(name, url, async () => {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ask_ms_max) });
    if (response.ok) return undefined;
    const { parts = {} } = (await response.json().catch(() => ({}))) as { parts?: Record<string, string> };
    const failing = Object.entries(parts).filter(([, word]) => word !== 'ok');
    return failing.map(([part, word]) => `${part}: ${word}`).join('; ') || `answers ${response.status}`;
  });

export const askRegistry = async (url: string): Promise<PartState> =>
  await state('registry', url, () => askOk(`${url}/subjects`));

export const askClickhouse = async (url: string): Promise<PartState> =>
  await state('clickhouse', url, () => askOk(`${url}/ping`));

/** Whether the first broker takes a connection. */
export const askKafka = async (broker: string): Promise<PartState> =>
  await state('kafka', broker, () => {
    const [host = '', port] = broker.split(/:(?=\d+$)/);
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port ?? 9092), timeout: ask_ms_max });
      socket.on('connect', () => {
        socket.destroy();
        resolve(undefined);
      });
      socket.on('timeout', () => socket.destroy(new Error('no answer')));
      socket.on('error', reject);
    });
  });

const askOk = async (url: string): Promise<string | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(ask_ms_max) });
  return response.ok ? undefined : `answers ${response.status}`;
};

/** `ask` gives the reason why a part is not ok, or nothing. */
const state = async (
  name: string,
  address: string,
  ask: () => Promise<string | undefined>,
): Promise<PartState> => {
  try {
    const reason = await ask();
    return { name, address, ok: reason === undefined, ...(reason !== undefined && { reason }) };
  } catch (error) {
    return { name, address, ok: false, reason: shortReason(error) };
  }
};

const shortReason = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if ((cause as NodeJS.ErrnoException).code === 'ECONNREFUSED') return 'nothing listens there';
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'no answer';
  return reasonOf(cause);
};
