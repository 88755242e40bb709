// A service that is started again at once when it dies: under hundreds of kills the supervisor's growing pause would be most of the run.
import type { SupervisedChild } from '@revloop/infra/runtime/supervise.ts';
import {
  startService,
  type ServiceName,
  type ServiceSurroundings,
} from '../../../services/cli/start/services.ts';

export interface RestartedService {
  readonly name: ServiceName;
  readonly pid: () => number | undefined;
  /** The first life answers. */
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
  /** The next death is not followed by a new life. */
  readonly stayDown: () => void;
  /** A new life after one that stayed down, or was stopped; resolves when it answers. */
  readonly begin: () => Promise<void>;
}

/** Starts the service as `revloop start` does; each death begins a new life without a pause, each life tells when it answers. */
export const startRestarted = (name: ServiceName, surroundings: ServiceSurroundings): RestartedService => {
  let stopped = false;
  let staysDown = false;
  let life: SupervisedChild;
  const begin = (): SupervisedChild =>
    startService(name, {
      ...surroundings,
      report: (line) => {
        surroundings.report(line);
        if (stopped || !line.text.startsWith('died unasked')) return;
        void life.stop();
        if (!staysDown) life = begin();
      },
    });
  life = begin();
  return {
    name,
    pid: () => life.pid,
    ready: life.ready,
    stop: () => {
      stopped = true;
      return life.stop();
    },
    stayDown: () => {
      staysDown = true;
    },
    begin: () => {
      stopped = staysDown = false;
      life = begin();
      return life.ready;
    },
  };
};
