// A request as a builder makes it, and what came of sending it.

/** A POST. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HttpAnswer =
  | {
      readonly status: number;
      /** The header as it came; '' where there was none. */
      readonly retry_after: string;
      /** The first part of the body. */
      readonly body: string;
    }
  | {
      readonly status: 0;
      readonly why: string;
      /** The address is one that alerts must not be sent to; nothing was sent. */
      readonly refused: boolean;
    };

/** A POST of JSON. */
export const jsonRequest = (url: string, value: unknown): HttpRequest => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
