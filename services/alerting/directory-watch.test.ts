import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { createMetrics } from '@revloop/infra/runtime/probes.ts';
import { expect, test, vi } from 'vitest';
import { readDirectoryFile, type Telling } from './core/directory-file.ts';
import { startDirectoryWatch } from './directory-watch.ts';

const text = `
channels: { chat: { kind: slack, url_from: CHAT_URL } }
routes: [{ channels: [chat] }]
`;
const silence = 'silences: [{ match: { account: acme }, until: 2026-07-01, reason: contract, by: ann }]\n';
const read = (some: string) => readDirectoryFile(some, () => 'https://chat.example/hook', undefined);

test('a directory file that changes is read anew; a faulty one, or one with other channels, changes nothing and is told in a metric', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-directory-')), 'directory.yaml');
  writeFileSync(path, text);
  const first = read(text);
  if (!first.ok) throw new Error(first.faults.join());
  const seen: Telling[] = [];
  const registry = createMetrics('test');
  const log = createLog('test');
  const onChange = (telling: Telling): void => void seen.push(telling);
  const stop = startDirectoryWatch({ path, telling: first.telling, read, onChange, registry, log });
  const isFaulty = async (): Promise<number | undefined> =>
    (await registry.getSingleMetric('revloop_alerting_directory_faulty')?.get())?.values[0]?.value;
  try {
    writeFileSync(path, `${text}${silence}`);
    process.emit('SIGHUP', 'SIGHUP');
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.directory.silences).toHaveLength(1);
    expect(await isFaulty()).toBe(0);
    for (const wrong of [`${text}silences: nonsense\n`, text.replaceAll('chat', 'talk')]) {
      writeFileSync(path, wrong);
      process.emit('SIGHUP', 'SIGHUP');
      await vi.waitFor(async () => expect(await isFaulty()).toBe(1));
      expect(seen).toHaveLength(1 + (wrong.includes('talk') ? 1 : 0));
      writeFileSync(path, text);
      // Without being asked it is seen as well.
      await vi.waitFor(async () => expect(await isFaulty()).toBe(0), { timeout: 5_000 });
    }
  } finally {
    stop();
  }
});
