// What came of sending a message, and what that means for sending it again.
import { cut, oneLine } from './cut.ts';
import type { HttpAnswer } from './http.ts';

export type Sent =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: string;
      /** Of HTTP or SMTP; 0 where there was no answer. */
      readonly status: number;
      /** Whether the same message may be taken later without anybody changing anything. */
      readonly retry: 'later' | 'never';
      /** What the receiver asked to wait, else 0. */
      readonly after_ms: number;
    };

const why_chars_max = 300;

/** Answers below 500 that are about the moment, not about the request. */
const passing = new Set([408, 409, 425, 429]);

/** Milliseconds to wait that a Retry-After header asks for, in seconds or as a date; 0 where it asks for nothing or makes no sense. */
export const retryAfterMs = (header: string, now_ms: number): number => {
  const text = header.trim();
  const wait_ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now_ms;
  return wait_ms > 0 ? wait_ms : 0;
};

/** A failure; `why` becomes one line of bounded length. */
export const failed = (why: string, status: number, retry: 'later' | 'never', after_ms = 0): Sent => ({
  ok: false,
  why: cut(oneLine(why), why_chars_max),
  status,
  retry,
  after_ms,
});

/** 2xx is success. A redirect is a failure like a wrong request: a person must write down where the receiver went. */
export const sentOf = (answer: HttpAnswer, now_ms: number): Sent => {
  const { status } = answer;
  if ('why' in answer) return failed(answer.why, 0, answer.refused ? 'never' : 'later');
  if (status >= 200 && status < 300) return { ok: true };
  const retry = status >= 300 && status < 500 && !passing.has(status) ? 'never' : 'later';
  const why = answer.body ? `HTTP ${status}: ${answer.body}` : `HTTP ${status}`;
  return failed(why, status, retry, retryAfterMs(answer.retry_after, now_ms));
};
