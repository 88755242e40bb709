// Which provider serves: the one asked for, else addresses that were given, else this machine, else its Docker engine.
import type { MachineFacts } from './machine.ts';
import type { ProviderName } from './settings.ts';

/** What has to be true before the embedded stack can run: Java's oldest major version, and room on the disk with and without jars. */
const javaMajorMin = 17;
const diskMbMin = 300;
const diskMbToFetch = 800;

export interface Wish {
  readonly asked: ProviderName | undefined;
  /** All three addresses of an external stack were given. */
  readonly addressesGiven: boolean;
}

export type Choice =
  | { readonly provider: ProviderName; readonly why: string }
  | { readonly provider: undefined; readonly faults: readonly string[] };

const majorOf = (java: string): number => {
  const [first = '0', second = '0'] = java.split('.');
  return Number(first === '1' ? second : first);
};

const javaFault = (java: string | undefined): string[] => {
  const toDo = `install Java ${javaMajorMin} or newer (Debian: apt install openjdk-17-jre-headless), or point JAVA_HOME to one`;
  if (java === undefined) return [`there is no Java: ${toDo}`];
  return majorOf(java) < javaMajorMin ? [`Java ${java} is too old: ${toDo}`] : [];
};

/** What keeps the embedded stack from running here, one sentence each; empty when it can. */
export const embeddedFaults = (facts: MachineFacts): string[] => {
  if (facts.platform !== 'linux' || facts.arch !== 'x64' || !facts.glibc)
    return [
      `the embedded stack runs on Linux x86-64 with glibc, not on ${facts.platform} ${facts.arch}: start a Docker engine, or give the addresses of an external stack`,
    ];
  const faults = javaFault(facts.java);
  if (!facts.library)
    faults.push('the ClickHouse library is not installed: run npm ci without --omit=optional');
  if (!facts.jars && !facts.maven)
    faults.push(
      'there is no Maven, which fetches the Kafka and registry jars once: install it (Debian: apt install maven)',
    );
  const needed = facts.jars ? diskMbMin : diskMbToFetch;
  if (facts.disk_mb_free < needed)
    faults.push(
      `only ${facts.disk_mb_free} MB of disk are free, ${needed} MB are needed: make room, or set REVLOOP_HOME to another disk`,
    );
  return faults;
};

/** Chooses the provider. Every reason why none serves is told. */
export const chooseProvider = ({ asked, addressesGiven }: Wish, facts: MachineFacts): Choice => {
  if (asked === 'external' || (asked === undefined && addressesGiven))
    return { provider: 'external', why: 'addresses are given' };
  const dockerFault = 'no Docker engine with its compose command answers: start one';
  if (asked === 'docker')
    return facts.docker
      ? { provider: 'docker', why: 'it was asked for' }
      : { provider: undefined, faults: [`${dockerFault}, or set REVLOOP_STACK=embedded`] };
  const faults = embeddedFaults(facts);
  if (faults.length === 0)
    return { provider: 'embedded', why: asked ? 'it was asked for' : 'this machine has all it needs' };
  if (asked === undefined && facts.docker) return { provider: 'docker', why: faults.join('; ') };
  return { provider: undefined, faults };
};
