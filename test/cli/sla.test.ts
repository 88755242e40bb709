// Policies on the command line: linted, tested, and simulated over events that are really stored.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit, services, type NativeEvent } from '../support/revloop.ts';
import { revloop, untilAllIsIn } from './revloop.ts';

const run = randomUUID().slice(0, 8);
const folder = mkdtempSync(join(tmpdir(), 'revloop-sla-'));
const owner = services();
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await owner.close();
});
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Policies on this run's leads only: decisions, and marketing's answers to rejections. */
const policies = (decision: string, effective_from: string): string => `
calendars:
  office:
    - effective_from: 2000-01-01
      time_zone: UTC
      hours: { monday: [09:00-17:00], tuesday: [09:00-17:00], wednesday: [09:00-17:00], thursday: [09:00-17:00], friday: [09:00-17:00] }
policies:
  - id: decision_${run}
    versions:
      - { version: 1, effective_from: ${effective_from}, starts: opened, where: { run: "${run}" },
          answered_by: [mql_accepted, mql_rejected], calendar: office, ${decision} }
  - id: handback_${run}
    versions:
      - { version: 1, effective_from: ${effective_from}, starts: rejected, where: { run: "${run}" },
          answered_by: [lead_recycled], calendar: office, target: 5 business days }
`;
const present = write(
  'present.yaml',
  policies('target: 4 business hours, escalation: 3 business days', '2000-01-01'),
);
const draft = write(
  'draft.yaml',
  policies('target: 2 business hours, escalation: 1 business day', '2999-01-01'),
);
const march = ['--from', '2013-03-01', '--to', '2013-04-01', '--against', present];

interface Figures {
  readonly policy_id: string;
  readonly breached_by: Readonly<Record<string, unknown>>;
}
interface Simulated {
  readonly as_if_always: boolean;
  readonly draft: { readonly file: string; readonly policies: readonly Figures[] };
  readonly present: { readonly file: string; readonly policies: readonly Figures[] };
}
const simulated = async (...options: readonly string[]): Promise<Simulated> => {
  const { code, stdout, stderr } = await revloop('sla', 'simulate', draft, ...march, '--json', ...options);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Simulated;
};

describe('revloop sla', () => {
  test('passes arguments, output and exit code through', async () => {
    const help = await revloop('sla', '--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('  $ revloop sla lint ');
    expect((await revloop('sla', 'lint', '--help')).stdout).toContain('--strict');
    expect(await revloop('sla', 'fly')).toMatchObject({ code: 2, stdout: '' });
  });

  test('lints: warnings are no failure, unless --strict', async () => {
    const gap = `${present}:`;
    for (const [options, code] of [
      [[], 0],
      [['--strict'], 1],
    ] as const) {
      const linted = await revloop('sla', 'lint', present, ...options);
      expect(linted.code).toBe(code);
      expect(linted.stdout).toContain(gap);
      expect(linted.stdout).toContain(
        `no policy judges opened handoffs with run other than "${run}" (or none)`,
      );
    }
  });

  test('tests the shipped policies by their cases', async () => {
    const cases = join(projectRoot, 'services', 'alerting', 'policies.cases.yaml');
    expect(await revloop('sla', 'test', cases)).toMatchObject({ code: 0, stderr: '11 cases, 0 failed\n' });
    expect((await revloop('sla', 'test', cases, '--policies', present)).code).toBe(1);
  });
});

describe('a simulation', () => {
  const account_id = `sla-${run}`;
  const [sam, kim] = [`${account_id}-1`, `${account_id}-2`];
  const at = (time: string): string => `2013-03-${time}:00Z`;
  const event = (type: string, time: string, more: object): NativeEvent => ({
    type,
    event_id: `${account_id}-${type}-${time}`,
    occurred_at: at(time),
    ...more,
  });
  const lead = { properties: { run } };

  beforeAll(async () => {
    await emit(
      event('content_viewed', '04T08:00', {
        contact_id: sam,
        account_id,
        channel: 'paid_search',
        content_id: 'x',
      }),
      event('mql_created', '04T09:00', { contact_id: sam, account_id, owner_id: 'sam', ...lead }),
      event('mql_accepted', '04T12:00', { contact_id: sam, account_id, owner_id: 'sam' }),
      // This contact's events name no account: that it is this one is known from elsewhere.
      event('contact_identified', '04T10:00', { contact_id: kim, account_id }),
      event('content_viewed', '05T08:00', { contact_id: kim, channel: 'webinar', content_id: 'y' }),
      event('mql_created', '05T09:00', { contact_id: kim, owner_id: 'kim', ...lead }),
      event('mql_rejected', '06T10:00', { contact_id: kim, owner_id: 'kim', reason: 'no_budget' }),
      // Started after the time that is asked for.
      {
        ...event('mql_created', '05T09:00', { contact_id: sam, account_id, ...lead }),
        event_id: `${account_id}-later`,
        occurred_at: '2013-04-01T00:00:00Z',
      },
    );
    await untilAllIsIn();
  });

  test('puts what a draft would have said beside what the present policies say', async () => {
    const { as_if_always, ...sides } = await simulated('--as-if-always');
    expect(as_if_always).toBe(true);
    expect(sides.present.policies[0]).toEqual({
      policy_id: `decision_${run}`,
      clocks: 2,
      open: 0,
      met: 1,
      breached: 1,
      escalated: 0,
      ended: 0,
      met_share: 0.5,
      // After 3 and 9 business hours.
      median_business_seconds: 6 * 3_600,
      p90_business_seconds: 8.4 * 3_600,
      breached_by: {
        owner: [{ value: 'kim', breached: 1 }],
        reason: [{ value: 'no_budget', breached: 1 }],
        channel: [{ value: 'webinar', breached: 1 }],
      },
    });
    expect(sides.draft.policies[0]).toMatchObject({
      clocks: 2,
      met: 0,
      breached: 2,
      escalated: 1,
      breached_by: {
        owner: [
          { value: 'kim', breached: 1 },
          { value: 'sam', breached: 1 },
        ],
        reason: [
          { value: '', breached: 1 },
          { value: 'no_budget', breached: 1 },
        ],
        channel: [
          { value: 'paid_search', breached: 1 },
          { value: 'webinar', breached: 1 },
        ],
      },
    });
    // Nobody has answered the rejection to this day.
    for (const side of [sides.draft, sides.present])
      expect(side.policies[1]).toMatchObject({ policy_id: `handback_${run}`, clocks: 1, breached: 1 });
  });

  test('respects effective dates unless told otherwise, and says so', async () => {
    const { code, stdout, stderr } = await revloop('sla', 'simulate', draft, ...march);
    expect(code).toBe(0);
    expect(stderr).toContain(`decision_${run} version 1 takes effect on 2999-01-01`);
    expect(stdout).toMatch(
      new RegExp(`^decision_${run} +draft  present\\n {2}clocks +0 +2\\n {2}open +0 +0\\n {2}met +0 +1\\n`),
    );
  });

  test('writes nothing: no fact of its policies is stored', async () => {
    const facts = await owner.query(
      `SELECT fact_id FROM stored_sla_facts WHERE policy_id IN ('decision_${run}', 'handback_${run}')`,
    );
    expect(facts).toEqual([]);
  });
});
