// Data to stdout, everything else to stderr.
import { once } from 'node:events';

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Waits where the reader is slower. */
export const print = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
};

export const printJson = (value: unknown): Promise<void> => print(`${JSON.stringify(value)}\n`);

/** `head` and the like close our stdout when they have enough: that is no fault. */
export const endQuietlyOnClosedPipe = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
};
