// The console's page: built before the console starts, unless what is built is newer than every source.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import type { Script } from './run-script.ts';

const consoleFolder = join(projectRoot, 'services', 'console');

const newestIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

/** Folders of the console that its page is built from. */
const sources = ['web', 'core'];

/** True when the page in `folder`/dist is missing or older than a source in `folder`/web or `folder`/core. */
export const pageIsStale = (folder: string = consoleFolder): boolean => {
  const web = join(folder, 'web');
  if (!existsSync(web)) return false;
  const built = join(folder, 'dist', 'index.html');
  const newest = Math.max(
    ...sources
      .map((name) => join(folder, name))
      .filter((path) => existsSync(path))
      .map(newestIn),
  );
  return !existsSync(built) || statSync(built).mtimeMs < newest;
};

/** How the page is built. */
export const pageBuild = (): Script => {
  const vite = dirname(createRequire(join(consoleFolder, 'package.json')).resolve('vite/package.json'));
  return { name: 'page', args: [join(vite, 'bin', 'vite.js'), 'build', 'web'], cwd: consoleFolder };
};
