// The guide for sales managers: every example of it is run, and what it says comes out is what comes out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPolicyFile } from '../core/policy-file.ts';
import type { Policies } from '../core/policy.ts';
import { figuresOf } from '../core/simulate-figures.ts';
import { simulationText } from '../core/simulate-table.ts';
import { judgedClocks } from '../core/simulate.ts';
import type { StageEvent } from '../core/stage-event.ts';
import { runSla } from './testing.ts';

const guide = readFileSync(new URL('../../../docs/sla.md', import.meta.url), 'utf8');
const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(/```(\w*)\n([^]*?)```/g)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
const [policies = '', draft = '', cases = '', tryout = ''] = blocksOf('yaml');
const [linted = '', passed = '', failed = '', simulated = ''] = blocksOf('');

const folder = mkdtempSync(join(tmpdir(), 'revloop-sla-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
write('policies.yaml', policies);
write('draft.yaml', draft);
write('policies.cases.yaml', cases);
const sla = (...args: readonly string[]) => runSla(args, { cwd: folder });
const day = ['--today', '2026-11-24'];

test('the first policy file is told nothing', async () => {
  expect(await sla('lint', 'policies.yaml', '--strict', ...day)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'policies.yaml: errors: 0, warnings: 0, notes: 0\n',
  });
});

test('the draft is told what the guide says', async () => {
  expect(await sla('lint', 'draft.yaml', ...day)).toMatchObject({ code: 0, stdout: linted });
  expect(await sla('lint', 'draft.yaml', '--strict', ...day)).toMatchObject({ code: 1, stdout: linted });
});

test('the policy for trying can be added, and two notes say that others judge such leads too', async () => {
  write('with-tryout.yaml', `${policies}\n${tryout}`);
  const { code, stderr } = await sla('lint', 'with-tryout.yaml', '--strict', ...day);
  expect([code, stderr]).toEqual([0, 'with-tryout.yaml: errors: 0, warnings: 0, notes: 2\n']);
});

test('the cases pass, and notice another target', async () => {
  expect(await sla('test', 'policies.cases.yaml')).toMatchObject({ code: 0, stdout: passed });
  const target = /Write `(target: [^`]+)`/.exec(guide)?.[1] ?? '';
  write('other.yaml', policies.replace('target: 30 business minutes', target));
  expect(await sla('test', 'policies.cases.yaml', '--policies', 'other.yaml')).toMatchObject({
    code: 1,
    stdout: failed,
  });
});

/** Handed over on Mondays at 09:00 in Berlin (summer), decided so many hours later; undefined: recycled after half an hour. */
const hours = [0.5, 1, 1.5, 2, 2.5, 3, 4.5, 5, 5.5, 7, 8, undefined, 100];
const quarter: readonly StageEvent[] = hours.flatMap((hour, at) => {
  const opened = Date.UTC(2026, 5, 1 + 7 * (at % 12), 7);
  const one = (type: StageEvent['type'], later: number, more: Partial<StageEvent> = {}): StageEvent => ({
    event_id: `${type}-${at}`,
    source: 'crm',
    type,
    occurred_at: opened + later * 3_600_000,
    received_at: opened,
    account_id: 'acme',
    contact_id: `contact-${at}`,
    owner_id: at % 2 ? 'kim' : 'sam',
    channel: null,
    opportunity_id: null,
    reason: null,
    amount: null,
    currency: null,
    properties: {},
    act: null,
    arrived_at: opened,
    ...more,
  });
  const mql = one('mql_created', 0);
  if (hour === undefined) return [mql, one('lead_recycled', 0.5)];
  return [mql, at % 4 === 1 ? one('mql_rejected', hour, { reason: 'no_budget' }) : one('mql_accepted', hour)];
});

test('a simulation prints what the guide shows', () => {
  const read = (text: string): Policies => {
    const file = readPolicyFile(text);
    if (!file.ok) throw new Error(file.faults.join('\n'));
    return file.policies;
  };
  const period = { from: Date.UTC(2026, 5, 1), to: Date.UTC(2026, 8, 1), now: Date.UTC(2026, 10, 24) };
  const figures = [policies, policies.replace('target: 4 business hours', 'target: 2 business hours')].map(
    (text) => {
      const rules = read(text);
      const clocks = judgedClocks([{ account_id: 'acme', events: quarter }], rules, period);
      return figuresOf(clocks, rules, () => 'webinar').filter(
        ({ policy_id }) => policy_id === 'mql_decision',
      );
    },
  );
  expect(simulationText(figures[0] ?? [], figures[1] ?? []).trimEnd()).toBe(simulated.trimEnd());
});
