// The stack: one call that chooses a provider, checks everything first, starts the parts and tells when each answers.
import { join } from 'node:path';
import { SurroundingsError } from '../runtime/errors.ts';
import { RotatingFile } from '../runtime/rotating-file.ts';
import type { PartLine, Report } from '../runtime/supervise.ts';
import { lockHome, type HomeLock } from './lock.ts';
import { probeMachine, type MachineFacts } from './machine.ts';
import { portFaults, stackPortNeeds, type PortNeed } from './ports.ts';
import { chooseProvider, type Choice } from './provider-choice.ts';
import { startDocker } from './providers/docker.ts';
import { startEmbedded } from './providers/embedded.ts';
import { startExternal } from './providers/external.ts';
import type { Provider, RunningStack, StackReadiness } from './providers/provider.ts';
import { ensureSecrets, foreignSecretFaults, type StackSecrets } from './secrets.ts';
import type { ProviderName, StackAddresses, StackSettings } from './settings.ts';

export type StackLine = PartLine;

export interface Stack {
  readonly provider: ProviderName;
  readonly home: string;
  readonly addresses: StackAddresses;
  readonly secrets: StackSecrets;
  /** Each part for itself: wait only for what you need. A rejection is a `SurroundingsError` and says what to do. */
  readonly ready: StackReadiness;
  /** Tells what happens, to the caller's report and to `logs/stack.log`; for what is started beside the stack. */
  readonly report: Report;
  /** Process ids of embedded parts, by part. */
  readonly pids: () => Readonly<Record<string, number>>;
  /** Stops the parts in reverse order, each within its deadline, and gives the home back. */
  readonly stop: () => Promise<void>;
  /** Ends everything at once. */
  readonly kill: () => void;
}

const providers: Record<ProviderName, Provider> = {
  embedded: startEmbedded,
  docker: startDocker,
  external: startExternal,
};
/** How long a stack that was killed may take to end its children and give its ports back. */
const formerStackMsMax = 20_000;

const decide = async (settings: StackSettings): Promise<{ choice: Choice; facts: MachineFacts }> => {
  const wish = { asked: settings.provider, addressesGiven: settings.external !== undefined };
  const facts = await probeMachine(settings, settings.provider === 'docker');
  const choice = chooseProvider(wish, facts);
  if (choice.provider !== undefined || settings.provider !== undefined) return { choice, facts };
  // The embedded stack does not serve here: only now is it worth asking for a Docker engine.
  const withDocker = await probeMachine(settings, true);
  return { choice: chooseProvider(wish, withDocker), facts: withDocker };
};

const failIfAny = (faults: readonly string[]): void => {
  if (faults.length > 0) throw new SurroundingsError('cannot_start', faults.join('\n'), { retriable: false });
};

const startLocked = async (
  settings: StackSettings,
  lock: HomeLock,
  report: Report,
  otherPorts: readonly PortNeed[],
): Promise<Stack> => {
  const { choice, facts } = await decide(settings);
  // Before anything is started: a taken port would otherwise answer from somebody else's server. Containers of a former run may still hold
  // the stack's own ports; compose takes them over.
  const own =
    choice.provider === 'docker' || choice.provider === 'external' ? [] : stackPortNeeds(settings.ports);
  const taken = await portFaults([...own, ...otherPorts], lock.tookOver ? formerStackMsMax : 0);
  const foreign = choice.provider === 'external' ? foreignSecretFaults(settings.home, settings.env) : [];
  failIfAny([...(choice.provider === undefined ? choice.faults : []), ...foreign, ...taken]);
  if (choice.provider === undefined) throw new Error('a refused choice has faults');
  if (choice.provider !== 'embedded')
    report({ part: 'stack', text: `provider ${choice.provider}: ${choice.why}` });
  const secrets = ensureSecrets(settings.home, settings.env);
  const context = { settings, secrets, javaVersion: facts.java ?? '', report };
  const running: RunningStack = await providers[choice.provider](context);
  return {
    ...running,
    provider: choice.provider,
    home: settings.home,
    secrets,
    report,
    stop: async () => {
      await running.stop();
      lock.release();
    },
    kill: () => {
      running.kill();
      lock.release();
    },
  };
};

/** The same report, written to `logs/stack.log` as well: a terminal scrolls away. */
const remembered = ({ home }: StackSettings, report: Report): Report => {
  const log = new RotatingFile(join(home, 'logs', 'stack.log'));
  return (line) => {
    log.write(`${new Date().toISOString()} ${line.part}: ${line.text}\n`);
    report(line);
  };
};

/**
 * Starts the stack and returns as soon as its parts are on their way. Throws a `SurroundingsError` when it cannot: `already_started`, or
 * `cannot_start` with one sentence a line for every missing prerequisite and taken port. `otherPorts` are checked with the stack's own:
 * whoever starts more than the stack gets all faults at once.
 */
export const startStack = async (
  settings: StackSettings,
  report: Report,
  otherPorts: readonly PortNeed[] = [],
): Promise<Stack> => {
  const lock = lockHome(settings.home);
  try {
    return await startLocked(settings, lock, remembered(settings, report), otherPorts);
  } catch (error) {
    lock.release();
    throw error;
  }
};
