// Arming failpoints from outside (infra/runtime/failpoint.ts): a file that the process removes when it hits it.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';

/** After each numbered effect of the sink, in their order, then ingest's. */
export const failpointNames = [
  'sink.intent',
  'sink.claims',
  'sink.dead_letters_topic',
  'sink.dead_letters',
  'sink.links',
  'sink.events',
  'sink.arrived',
  'sink.settled',
  'ingest.published',
] as const;
export type FailpointName = (typeof failpointNames)[number];

export interface Failpoints {
  readonly folder: string;
  /** From now on the first process that passes dies. */
  readonly arm: (name: FailpointName) => void;
  /** Resolves when a process has died there. */
  readonly hit: (name: FailpointName) => Promise<void>;
  readonly disarm: (name: FailpointName) => void;
}

export const failpointsIn = (folder: string): Failpoints => {
  mkdirSync(folder, { recursive: true });
  const file = (name: FailpointName): string => join(folder, name);
  return {
    folder,
    arm: (name) => writeFileSync(file(name), ''),
    hit: async (name) => {
      await eventually(
        `a process passes ${name}`,
        () => Promise.resolve(existsSync(file(name))),
        (armed) => !armed,
        90_000,
      );
    },
    disarm: (name) => rmSync(file(name), { force: true }),
  };
};
