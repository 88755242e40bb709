// The process that is ClickHouse: loads the server library, starts it on a private port, and the shield on the public one.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataType, load, open } from 'ffi-rs';
import { freePort } from '../ports.ts';
import { startShield } from './clickhouse-shield.ts';

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { data: option, config: option, port: option } });
const { data, config, port } = values;
if (!data || !config || !port) throw new Error('--data, --config and --port are needed');

// The supervisor ends us by closing our standard input, which lets the server finish what it does; signals to the group must not cut that short.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

const privatePort = await freePort();
await startShield(Number(port), privatePort);

const library = dirname(createRequire(import.meta.url).resolve('@chdb/lib-linux-x64-gnu/package.json'));
open({ library: 'clickhouse', path: join(library, 'libchdb.so') });
const argv = [
  'clickhouse',
  ...['--listen_host', '127.0.0.1', '--http_port', String(privatePort)],
  // Absolute: with a relative path and fsync_after_insert files are looked for in the wrong place.
  ...['--path', data, '--config-file', config, '--log-level', 'information'],
  // The native port stays closed: a wrong password there ends the whole process. The second query lasts until our standard input ends.
  ...['--query', "SYSTEM START LISTEN HTTP; SELECT * FROM file('-', LineAsString) FORMAT Null"],
];
// A thread of its own leaves the event loop to the shield. The library's exit code is 0 even when it failed to start.
await load({
  library: 'clickhouse',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
  runInNewThread: true,
});
process.exit(0);
