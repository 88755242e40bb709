// What this machine offers for a stack: platform, Java, Maven, jars, the ClickHouse library, a Docker engine.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Environment } from '../runtime/config.ts';
import { jarsFolder } from './jars.ts';
import { javaCommand } from './jvm.ts';
import type { StackSettings } from './settings.ts';

export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  readonly glibc: boolean;
  /** The ClickHouse library's npm packages are installed. */
  readonly library: boolean;
  /** Full version of the Java that would be used, like `17.0.15`; undefined without one. */
  readonly java: string | undefined;
  readonly maven: boolean;
  /** The jars were fetched before, so Maven is not needed. */
  readonly jars: boolean;
  readonly disk_mb_free: number;
  /** A Docker engine and its compose command answer. */
  readonly docker: boolean;
}

const run = promisify(execFile);
const commandMsMax = 10_000;

const output = async (
  command: string,
  args: readonly string[],
  env: Environment,
): Promise<string | undefined> => {
  try {
    const { stdout, stderr } = await run(command, args, { timeout: commandMsMax, env: { ...env } });
    return stdout + stderr;
  } catch {
    return undefined;
  }
};

/** The version in what `java -version` prints, like `17.0.15` or `21`. */
export const javaVersionIn = (text: string): string | undefined => /version "([\d._]+)[^"]*"/.exec(text)?.[1];

const installed = (name: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
};

const onGlibc = (): boolean => {
  if (process.platform !== 'linux') return false;
  (process.report as { excludeNetwork?: boolean }).excludeNetwork = true;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime !== undefined;
};

const onPath = (command: string, env: Environment): boolean =>
  (env['PATH'] ?? '').split(':').some((folder) => folder !== '' && existsSync(`${folder}/${command}`));

const diskFree = async (folder: string): Promise<number> => {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 1_000_000);
};

/** Looks at the machine; `withDocker` says whether to ask for a Docker engine too (slow where there is none). */
export const probeMachine = async (settings: StackSettings, withDocker: boolean): Promise<MachineFacts> => {
  const { env } = settings;
  const [java, docker, disk_mb_free] = await Promise.all([
    output(javaCommand(env), ['-version'], env),
    withDocker ? dockerAnswers(env) : false,
    diskFree(settings.home),
  ]);
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: onGlibc(),
    library: installed('@chdb/lib-linux-x64-gnu') && installed('ffi-rs'),
    java: java === undefined ? undefined : javaVersionIn(java),
    maven: onPath('mvn', env),
    jars: existsSync(jarsFolder(settings.jars)),
    disk_mb_free,
    docker,
  };
};

const dockerAnswers = async (env: Environment): Promise<boolean> => {
  const engine = await output('docker', ['version', '--format', '{{.Server.Version}}'], env);
  return engine !== undefined && (await output('docker', ['compose', 'version'], env)) !== undefined;
};
