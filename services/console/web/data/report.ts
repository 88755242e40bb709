// Asks the console's API, keeps answers, and says in the page's words what went wrong.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReportName } from '../../core/report.ts';
import type { Acting } from '../../core/acting.ts';
import type { Answer, Options, Rows } from '../../core/rows.ts';
import type { ShownFile } from '../../core/shown-file.ts';

/** What the API refused, with its code; `unreachable` where it did not answer at all. */
export class ReportError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = 'ReportError';
    this.code = code;
    this.status = status;
  }
}

interface ErrorBody {
  readonly error?: { readonly code: string; readonly message: string };
}

const getJson = <T>(path: string, signal: AbortSignal): Promise<T> =>
  askJson<T>(path, { signal, headers: { accept: 'application/json' } });

/** Sends a body as JSON. Rejects with a `ReportError`. */
export const postJson = (path: string, body: object): Promise<unknown> =>
  askJson(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const askJson = async <T>(path: string, request: RequestInit): Promise<T> => {
  const response = await fetch(path, request).catch((cause: unknown) => {
    if (request.signal?.aborted) throw cause;
    throw new ReportError(
      'unreachable',
      'The console does not answer. Check that it runs, then try again.',
      0,
    );
  });
  const body = (await response.json().catch(() => ({}))) as T & ErrorBody;
  if (response.ok) return body;
  const { code, message } = body.error ?? { code: 'bad_answer', message: `status ${response.status}` };
  throw new ReportError(code, message, response.status);
};

export type ReportParams = Readonly<Record<string, string | number>>;
export type ReportQuery<Row> = UseQueryResult<Answer<Row>, ReportError>;

export interface AskOptions {
  /** Asks again this often while the page is visible. */
  readonly every_ms?: number;
  readonly enabled?: boolean;
}

const addressOf = (name: ReportName, params: ReportParams): string => {
  const text = new URLSearchParams(
    Object.entries(params).map(([key, value]) => [key, String(value)]),
  ).toString();
  return `/api/reports/${name}${text && '?'}${text}`;
};

/** The rows of a report. While other parameters load, the former rows stay on screen. */
export const useReport = <Name extends ReportName>(
  name: Name,
  params: ReportParams,
  { every_ms, enabled = true }: AskOptions = {},
): ReportQuery<Rows[Name]> =>
  useQuery({
    queryKey: ['report', name, params],
    queryFn: ({ signal }) => getJson<Answer<Rows[Name]>>(addressOf(name, params), signal),
    placeholderData: keepPreviousData,
    enabled,
    ...(every_ms === undefined ? {} : { refetchInterval: every_ms }),
  });

/** The choices that have rows behind them. */
export const useOptions = (): UseQueryResult<Options, ReportError> =>
  useQuery({ queryKey: ['options'], queryFn: ({ signal }) => getJson<Options>('/api/options', signal) });

/** Whether people may act here, and who is signed in. */
export const useActing = (): UseQueryResult<Acting, ReportError> =>
  useQuery({ queryKey: ['acting'], queryFn: ({ signal }) => getJson<Acting>('/api/acting', signal) });

/** What is in a file the console shows. */
export const useShownFile = <T>(name: 'silences' | 'simulation'): UseQueryResult<ShownFile<T>, ReportError> =>
  useQuery({
    queryKey: ['file', name],
    queryFn: ({ signal }) => getJson<ShownFile<T>>(`/api/${name}`, signal),
  });
