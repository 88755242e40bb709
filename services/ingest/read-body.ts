// A request's stream → its text, bounded for itself and together with everything else that waits.
import type { IncomingMessage } from 'node:http';
import { overloaded } from './answers.ts';
import type { ByteBudget } from './byte-budget.ts';

type Done = (error: Error | null, text?: string) => void;

const tooLarge = (): Error => Object.assign(new Error('the body is too large'), { statusCode: 413 });

/** Calls `done` once, with the text (UTF-8) or why there is none: 413, or `overloaded`. What was read is given back to the budget before. */
export const readBody = (
  stream: IncomingMessage,
  bytes_max: number,
  budget: ByteBudget,
  done: Done,
): void => {
  if (Number(stream.headers['content-length']) > bytes_max) return done(tooLarge());
  const chunks: Buffer[] = [];
  let bytes = 0;
  const end = (error: Error | null): void => {
    stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    budget.give(bytes);
    if (error) return done(error);
    done(null, (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? '');
  };
  const onData = (chunk: Buffer): void => {
    if (bytes + chunk.length > bytes_max) return end(tooLarge());
    if (!budget.take(chunk.length)) return end(overloaded());
    bytes += chunk.length;
    chunks.push(chunk);
  };
  const onEnd = (): void => end(null);
  const onError = (error: Error): void => end(Object.assign(error, { statusCode: 400 }));
  const onClose = (): void => end(Object.assign(new Error('the connection was closed'), { statusCode: 400 }));
  stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
};
