// The program as people and scripts meet it; what it finds is shown beside the core.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSla } from './testing.ts';

const beside = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const shipped = beside('policies.yaml');
const shippedText = readFileSync(shipped, 'utf8');
const cases = beside('policies.cases.yaml');

let folder = '';
let closed_port = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'revloop-sla-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closed_port = String((server.address() as AddressInfo).port);
  server.close();
});
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const wrong = 'calendars: {}\npolicies:\n  - id: Decision\n    versions: []\n';

describe('sla', () => {
  test.each(['lint', 'test', 'simulate'])('explains %s, with examples', async (command) => {
    const help = await runSla([command, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`  $ revloop sla ${command} `);
  });

  test('explains itself where nothing is asked', async () => {
    const { code, stdout } = await runSla([]);
    expect(code).toBe(0);
    for (const command of ['lint', 'test', 'simulate']) expect(stdout).toContain(`  ${command} `);
  });

  test.each([
    [['fly'], "unknown command 'fly'; there are lint, test and simulate"],
    [['lint', '--loud'], "Unknown option '--loud'"],
    [['lint', '/nowhere.yaml'], '/nowhere.yaml cannot be read'],
    [['lint', shipped, shipped], 'lint takes one file'],
    [['lint', '--today', 'tomorrow'], '--today must be a date'],
    [['test'], 'say which files of cases'],
    [['test', '/nowhere.yaml'], '/nowhere.yaml cannot be read'],
    [['test', cases, '--policies', '/nowhere.yaml'], '/nowhere.yaml cannot be read'],
    [['simulate', '--from', '7d'], 'simulate takes one file, the draft'],
    [['simulate', shipped], 'say from when on'],
    [['simulate', shipped, '--from', 'yesterday'], '--from must be a date'],
    [['simulate', shipped, '--from', '7d', '--to', '9d'], '--from must be earlier than --to'],
  ])('called as %j is told how to call it, with exit code 2 and nothing on stdout', async (args, says) => {
    const { code, stdout, stderr } = await runSla(args);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('sla lint', () => {
  test('reads the file alerting uses, where none is named', async () => {
    const own = write('own.yaml', wrong);
    expect((await runSla(['lint'])).stdout.startsWith(`${shipped}:`)).toBe(true);
    const { code, stdout } = await runSla(['lint'], { env: { REVLOOP_SLA_POLICIES: own } });
    expect(code).toBe(1);
    expect(stdout).toContain(`${own}:3  error  policies[0].id "Decision" must be lower-case`);
  });

  test('gives findings as JSON', async () => {
    const { code, stdout } = await runSla(['lint', write('own.yaml', wrong), '--json']);
    const found = JSON.parse(stdout) as { ok: boolean; errors: number; findings: Record<string, unknown>[] };
    expect({ code, ok: found.ok, errors: found.errors }).toEqual({ code: 1, ok: false, errors: 2 });
    expect(found.findings[0]).toMatchObject({ severity: 'error', rule: 'fault', line: 3 });
  });

  test('knows the people of the directory, without any of its secrets', async () => {
    const policies = write(
      'team.yaml',
      shippedText.replace(
        "where: { hand_raiser: 'true' }",
        "where: { hand_raiser: 'true', team: [west, east] }",
      ),
    );
    const directory = write(
      'directory.yaml',
      'channels: { chat: { kind: slack, url_from: NOT_SET } }\nowners: { sam: {} }\nteams: { west: { members: [sam], calendar: office } }\nroutes: []\n',
    );
    const unknown = 'hand_raiser_decision version 1: there is no team "east"';
    expect((await runSla(['lint', policies])).stdout).not.toContain('there is no team');
    expect((await runSla(['lint', policies, '--directory', directory])).stdout).toContain(unknown);
    const env = { REVLOOP_SLA_DIRECTORY: directory };
    expect((await runSla(['lint', policies], { env })).stdout).toContain(unknown);
    const wrong_directory = write('wrong-directory.yaml', 'teams: { west: { calendar: moon } }\n');
    expect(await runSla(['lint', policies, '--directory', wrong_directory])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'line 1: teams.west.calendar "moon" is not one of the calendars: office',
      ) as string,
    });
  });

  test('reads the files that the policies name, beside them', async () => {
    const text = (name: string): string =>
      `calendars:\n  office:\n    - { effective_from: 2000-01-01, time_zone: UTC, hours: { monday: [09:00-17:00] }, holidays: [{ ics: ${name} }] }\npolicies: []\n`;
    write(
      'office.ics',
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:1',
        'DTSTART;VALUE=DATE:20261224',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
    expect((await runSla(['lint', write('ics.yaml', text('office.ics'))])).code).toBe(0);
    const missing = await runSla(['lint', write('ics.yaml', text('away.ics'))]);
    expect(missing).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"away.ics" cannot be read') as string,
    });
  });
});

describe('sla test', () => {
  test('passes the cases that ship', async () => {
    const { code, stdout, stderr } = await runSla(['test', cases]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '11 cases, 0 failed\n' });
    expect(stdout.split('\n').filter((line) => line.startsWith('  ok    '))).toHaveLength(11);
  });

  test('knows the people of the directory that the cases name, or that is given', async () => {
    const west = shippedText.replace(
      "where: { hand_raiser: 'true' }",
      "where: { hand_raiser: 'true', team: west }",
    );
    write('west.yaml', west);
    write('people.yaml', 'channels: {}\nowners: { sam: {} }\nteams: { west: { members: [sam] } }\n');
    const nobody = write('nobody.yaml', 'teams: {}\n');
    const text = `policies: west.yaml
directory: people.yaml
cases:
  - name: a
    start: 2026-03-02T09:00:00Z
    events: [{ at: +0m, type: mql_created, owner: sam, properties: { hand_raiser: true } }]
    expect: [{ look_at: +1m, facts: [{ fact: started, policy: hand_raiser_decision, team: west }] }]
`;
    const own = write('people.cases.yaml', text);
    expect(await runSla(['test', own])).toMatchObject({ code: 0, stderr: '1 cases, 0 failed\n' });
    expect(await runSla(['test', own, '--directory', nobody])).toMatchObject({ code: 1 });
  });

  test('fails by other policies, says where, also as JSON', async () => {
    const other = write(
      'slower.yaml',
      shippedText.replace('target: 1 business hour', 'target: 2 business hours'),
    );
    const { code, stdout } = await runSla(['test', cases, '--policies', other, '--json']);
    const tested = JSON.parse(stdout) as {
      ok: boolean;
      failed: number;
      files: { cases: { name: string; ok: boolean; line: number; differences: string[] }[] }[];
    };
    expect({ code, ok: tested.ok, failed: tested.failed }).toEqual({ code: 1, ok: false, failed: 2 });
    const failed = tested.files.flatMap((file) => file.cases).filter((one) => !one.ok);
    expect(failed.map(({ name }) => name)).toEqual([
      'a hand-raiser who is accepted within a business hour is met',
      'a hand-raiser nobody answers is a breach after a business hour',
    ]);
    expect(failed[1]?.differences.join('\n')).toContain('due_at: expected');
  });

  test('tells faults of cases and of their policies, runs the other files, and ends with exit code 1', async () => {
    write('wrong.yaml', wrong);
    const unread = write('unread.yaml', 'policies: wrong.yaml\ncases: []\n');
    const refused = write(
      'refused.yaml',
      'policies: wrong.yaml\ncases:\n  - { name: a, start: 2026-01-01, events: [{ at: +0m, type: mql_created }], expect: [{ facts: [{ fact: started }] }] }\n',
    );
    const { code, stdout, stderr } = await runSla(['test', unread, refused, cases]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${unread}, line 2: cases needs a case`);
    expect(stderr).toContain(`${join(folder, 'wrong.yaml')}, line 3: policies[0].id "Decision"`);
    expect(stdout).toContain('  ok    a decision in time that arrives late takes the breach back');
  });
});

describe('sla simulate', () => {
  test('says in one sentence that ClickHouse is away, or a setting, with exit code 1', async () => {
    const env = { REVLOOP_CLICKHOUSE_URL: `http://127.0.0.1:${closed_port}`, REVLOOP_HOME: folder };
    const unset = await runSla(['simulate', shipped, '--from', '7d'], { env });
    expect(unset).toMatchObject({ code: 1, stdout: '' });
    expect(unset.stderr).toContain('REVLOOP_CLICKHOUSE_PASSWORD is not set');
    const away = await runSla(['simulate', shipped, '--from', '7d'], {
      env: { ...env, REVLOOP_CLICKHOUSE_PASSWORD: 'x' },
    });
    expect(away).toMatchObject({ code: 1, stdout: '' });
    expect(away.stderr).toMatch(/^revloop sla: query: ClickHouse does not answer.*\n$/);
  });

  test('refuses a draft with faults before it asks anything', async () => {
    const refused = await runSla(['simulate', write('draft.yaml', wrong), '--from', '7d'], {
      env: { REVLOOP_HOME: folder },
    });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('draft.yaml, line 3: policies[0].id');
    expect(refused.stderr).not.toContain('REVLOOP_CLICKHOUSE_PASSWORD');
  });

  test('says which versions of the draft take effect only later', async () => {
    const later = shippedText.replace(
      'effective_from: 2000-01-01\n        starts: opened',
      'effective_from: 2999-01-01\n        starts: opened',
    );
    const asked = ['simulate', write('later.yaml', later), '--from', '7d'];
    const env = { REVLOOP_HOME: folder };
    const says = 'hand_raiser_decision version 1 takes effect on 2999-01-01T00:00:00.000Z, after this time';
    expect((await runSla(asked, { env })).stderr).toContain(says);
    expect((await runSla([...asked, '--as-if-always'], { env })).stderr).not.toContain(says);
  });
});
