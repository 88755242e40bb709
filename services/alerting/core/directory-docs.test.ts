import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDirectoryFile, type Telling } from './directory-file.ts';
import { breached, hour_ms, start } from './telling/testing.ts';
import { destinationsOf } from './telling/routing.ts';

const text = readFileSync(new URL('../../../docs/alerting.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => yaml);
const values: Readonly<Record<string, string>> = { REVLOOP_SMTP_URL: 'smtp://mail.example' };
const shipped = ['hand_raiser_decision', 'mql_decision', 'accepted_to_opportunity', 'rejected_answered'];

const read = (yaml: string): Telling => {
  const file = readDirectoryFile(yaml, (name) => values[name] ?? 'https://hooks.example', new Set(shipped));
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.telling;
};
const [first, whole] = examples.map(read);
const where = (
  telling: Telling | undefined,
  level: 'breach' | 'escalation',
  owner_id: string,
): readonly string[] => {
  if (!telling) throw new Error('no example');
  const fact = { ...breached('m', start), level, owner_id, policy_id: 'mql_decision' };
  return [...destinationsOf(fact, telling.directory).values()].map(({ channel_id, after_ms }) =>
    after_ms > 0 ? `${channel_id} after ${after_ms / hour_ms} h` : channel_id,
  );
};

test('the first directory tells the team, and Ann once it is escalated', () => {
  expect(where(first, 'breach', 'sam')).toEqual(['sales-chat']);
  expect(where(first, 'escalation', 'sam')).toEqual(['sales-chat', 'mail-ann']);
});

test('the whole directory goes where its text says', () => {
  expect(examples).toHaveLength(2);
  expect(where(whole, 'breach', 'ann')).toEqual(['sales-chat', 'mail-ann', 'crm', 'prometheus']);
  expect(where(whole, 'escalation', 'sam')).toEqual([
    'on-call',
    'sales-chat',
    'crm',
    'prometheus',
    'mail-ann',
    'mail-bob after 1 h',
  ]);
  expect(where(whole, 'breach', 'nobody')).toEqual(['crm', 'prometheus']);
});

test('the table of kinds says what they do unless told otherwise', () => {
  const table = new Map(
    [...text.matchAll(/^\| `(\w+)` \| (\S+), (\S+) \|/gm)].map(([, kind = '', digest = '', rate = '']) => [
      kind,
      [digest, rate],
    ]),
  );
  const said = (kind: string): readonly unknown[] =>
    (table.get(kind) ?? []).map((one) => (one === 'none' || one === 'never' ? Infinity : Number(one)));
  for (const { kind, channel_id } of whole?.plans ?? []) {
    const plain = first?.directory.channels.get(channel_id) ?? whole?.directory.channels.get(channel_id);
    const { digest_from, per_minute } = plain?.gathering ?? {};
    expect([kind, digest_from, per_minute]).toEqual([kind, ...said(kind)]);
  }
});
