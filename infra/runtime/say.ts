// Where text goes: data to stdout, everything else to stderr; a reader that closes the pipe early ends the command quietly.
import { once } from 'node:events';

/** A line for people: stderr. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Data: stdout. Waits where the reader is slower. */
export const print = async (text: string | Uint8Array): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
};

/** `head` and the like close our stdout when they have enough: that is no fault. */
export const endQuietlyOnClosedPipe = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
};

/** One value as a line of JSON: stdout. */
export const printJson = (value: unknown): Promise<void> => print(`${JSON.stringify(value)}\n`);
