// One alert → one HTTP POST that is signed, tried again and bounded (https://www.standardwebhooks.com).
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { signedHeaders, webhookIdOf } from './channels/signed-headers.ts';
import type { WebhookSettings } from './config.ts';
import type { AlertingMetrics } from './metrics.ts';

export { signedHeaders, webhookIdOf };

const attempt_ms_max = 10_000;
const pause_ms = { min: 200, max: 30_000 };
/** An answer that says the request itself is wrong is asked for this often, in case it was a moment's. */
const refusals_max = 3;
const passing = new Set([408, 409, 425, 429]);

export interface Webhook {
  /** True once the receiver answered 2xx; false where it was given up, after `until_ms` or refused for good. Rejects only when stopped. */
  tell(fact_id: string, body: object, until_ms: number, stopped: AbortSignal): Promise<boolean>;
}

export const createWebhook = (
  { url, secret }: WebhookSettings,
  metrics: AlertingMetrics,
  log: Logger,
): Webhook => ({
  tell: async (fact_id, value, until_ms, stopped) => {
    const id = webhookIdOf(fact_id);
    const body = JSON.stringify(value);
    let refusals = 0;
    for (let wait_ms = pause_ms.min; ; wait_ms = Math.min(wait_ms * 2, pause_ms.max)) {
      const { status, retry_after_ms, reason } = await attempt(url, id, body, secret, stopped);
      if (status >= 200 && status < 300) return true;
      stopped.throwIfAborted();
      metrics.webhook_failures.inc({ status: String(status) });
      if (status >= 300 && status < 500 && !passing.has(status)) refusals += 1;
      const next_ms = Math.max(wait_ms, Math.min(retry_after_ms, pause_ms.max));
      const isOver = status === 410 || refusals >= refusals_max || Date.now() + next_ms > until_ms;
      log.warn(
        { fact_id, webhook_id: id, status, reason, given_up: isOver },
        'webhook did not take the alert',
      );
      if (isOver) return false;
      await pause(next_ms, undefined, { signal: stopped });
    }
  },
});

interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  readonly retry_after_ms: number;
  readonly reason: string;
}

const attempt = async (
  url: string,
  id: string,
  body: string,
  secret: string,
  stopped: AbortSignal,
): Promise<Answer> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'revloop-alerting',
        ...signedHeaders(id, Date.now(), body, secret),
      },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(attempt_ms_max)]),
    });
    await response.body?.cancel();
    const retry_after = Number(response.headers.get('retry-after') ?? 0);
    return {
      status: response.status,
      retry_after_ms: Number.isFinite(retry_after) ? retry_after * 1000 : 0,
      reason: response.statusText,
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return { status: 0, retry_after_ms: 0, reason: reasonOf(cause) };
  }
};
