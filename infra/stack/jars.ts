// Kafka's and the registry's jars: fetched once by Maven, versions pinned in maven/pom.xml, shared by every stack that names the folder.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SurroundingsError } from '../runtime/errors.ts';
import type { Report } from '../runtime/supervise.ts';
import type { StackSettings } from './settings.ts';

/** As in maven/pom.xml (a test compares); a change of either fetches anew. */
export const jarVersions = { kafka: '4.4.0', registry: '3.0.9' } as const;

const pom = fileURLToPath(new URL('./maven/pom.xml', import.meta.url));
const tellEveryMs = 1_000;

/** The folder of these versions: `kafka/`, `registry/` and `archives/` are in it. */
export const jarsFolder = (jars: string): string =>
  join(jars, `kafka-${jarVersions.kafka}-apicurio-${jarVersions.registry}`);

/** The class path of the Kafka jars, always in the same order: an archive of classes fits only the path it was made with. */
export const kafkaClassPath = (jars: string): string => {
  const folder = join(jarsFolder(jars), 'kafka');
  const files = readdirSync(folder).filter((file) => file.endsWith('.jar'));
  return files
    .sort()
    .map((file) => join(folder, file))
    .join(':');
};

/** Fetches the jars unless they are there. Throws `jars_missing` with Maven's own reason. */
export const ensureJars = async ({ jars, env }: StackSettings, report: Report): Promise<void> => {
  const folder = jarsFolder(jars);
  if (existsSync(folder)) return;
  const partial = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  report({
    part: 'jars',
    text: 'fetching Kafka and the registry with Maven (about 170 MB, only the first time)',
  });
  await runMaven(partial, env, report);
  try {
    await rename(partial, folder);
  } catch (error) {
    // Another stack that shares the folder was quicker: its jars are the same.
    if (!existsSync(folder)) throw error;
  }
  await rm(partial, { recursive: true, force: true });
};

const runMaven = async (jars: string, env: StackSettings['env'], report: Report): Promise<void> => {
  const maven = spawn('mvn', ['-B', '-f', pom, `-Djars=${jars}`, 'package'], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const failed = new Promise<string | undefined>((resolve) => {
    maven.once('error', (error) => resolve(error.message));
    maven.once('close', (code) => resolve(code === 0 ? undefined : `mvn ended with exit code ${code}`));
  });
  let files = 0;
  let firstError = '';
  let toldAt = performance.now();
  for await (const line of createInterface({ input: maven.stdout })) {
    if (line.includes('Downloaded from')) files++;
    if (line.startsWith('[ERROR]') && !firstError) firstError = line.slice(8).trim();
    if (files === 0 || performance.now() - toldAt < tellEveryMs) continue;
    toldAt = performance.now();
    report({ part: 'jars', text: `${files} files fetched` });
  }
  const failure = await failed;
  if (failure === undefined) return;
  await rm(jars, { recursive: true, force: true });
  const reason = firstError || failure;
  throw new SurroundingsError(
    'jars_missing',
    `the jars could not be fetched: ${reason}; check the network and Maven's settings, or set REVLOOP_JARS to a folder that has them`,
    { retriable: true },
  );
};
