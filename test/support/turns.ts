// Files of a project take turns. vitest starts them side by side with those of other projects; here each waits until its own project lets it run.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many files of the project may run at a time. */
    files_max: number;
    turns_port: number;
  }
}

/** Lets `files_max` connections at a time go on, by a byte, in the order in which they came. A file that is killed gives its turn back. */
const createTurns = (files_max: number) => {
  const waiting: Socket[] = [];
  let running = 0;
  const next = (): void => {
    while (running < files_max && waiting.length > 0) {
      running += 1;
      const file = waiting.shift();
      file?.on('close', () => {
        running -= 1;
        next();
      });
      file?.write('.');
    }
  };
  return createServer((file) => {
    file.on('error', () => undefined);
    waiting.push(file);
    next();
  });
};

export const setup = async (project: TestProject): Promise<() => void> => {
  const turns = createTurns(project.getProvidedContext().files_max);
  turns.listen(0, '127.0.0.1');
  await once(turns, 'listening');
  project.provide('turns_port', (turns.address() as AddressInfo).port);
  return () => void turns.close();
};
