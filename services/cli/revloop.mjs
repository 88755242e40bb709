#!/usr/bin/env node
// The command `revloop`: starts main.ts, under the pinned Node 24 where an older Node was called.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { fileURLToPath, URL } from 'node:url';

const node_major_min = 24;
const relaunched = 'REVLOOP_RELAUNCHED';

const findNode = () => {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    console.error(`revloop: Node ${node_major_min} is needed and not installed here; run \`npm ci\` first`);
    process.exit(1);
  }
};

const relaunch = () => {
  const child = spawn(findNode(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel closes when this process dies, however it dies: the child then stops as well.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [relaunched]: '1' },
  });
  // Ctrl-C reaches both processes; this one waits for the child to stop.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`revloop: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

const start = async () => {
  if (process.env[relaunched] && process.channel) {
    delete process.env[relaunched];
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }
  // What Node has compiled is kept between runs: commands answer sooner.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../.revloop/compiled', import.meta.url));
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import('./main.ts');
};

if (Number(process.versions.node.split('.')[0]) < node_major_min) relaunch();
else await start();
