// Three days in the life of two handoffs, in under a minute: the real service by a clock that the test sets, and what it tells between one time and another.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../stack/own-stack.ts';
import { createEmitter } from './emitter.ts';
import { end, startReceiver, startService, type Receiver, type Service } from './running.ts';

const run = randomUUID().slice(0, 8);
const policy_id = `days_${run}`;
const [hour_ms, day_ms] = [3_600_000, 86_400_000];
/** Midnight UTC three days ago: an open day, a closed one, an open one, and all of it past: Kafka takes no message from the future. */
const first_day = Math.floor(Date.now() / day_ms) * day_ms - 3 * day_ms;
const at = (day: number, hour: number): number => first_day + (day - 1) * day_ms + hour * hour_ms;

const home = mkdtempSync(join(tmpdir(), 'revloop-days-'));
const [clockFile, policies, directory] = ['clock', 'policies.yaml', 'directory.yaml'].map((name) =>
  join(home, name),
) as [string, string, string];
const weekday = (day: number): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(at(day, 0)).toLowerCase();

let set_ms = 0;
/** It is this time now, and time goes on. */
const setClock = (time_ms: number): void => {
  set_ms = time_ms - Date.now();
  writeFileSync(`${clockFile}.new`, String(set_ms));
  renameSync(`${clockFile}.new`, clockFile);
};

const { env, codec, producer, send } = createEmitter(`days-${run}`);
let receiver: Receiver;
let alerting: Service;

interface Told {
  readonly who: string;
  readonly fact: string;
  readonly level: string;
  readonly due_at: number;
  /** By the clock of the test. */
  readonly at: number;
}
const told = (): readonly Told[] =>
  receiver.alerts.flatMap((alert) =>
    (
      JSON.parse(alert.body) as {
        data: { facts: Record<'account_id' | 'fact' | 'level' | 'due_at', string>[] };
      }
    ).data.facts.map(({ account_id, fact, level, due_at }) => ({
      who: account_id,
      fact,
      level,
      due_at: Date.parse(due_at),
      at: alert.at + set_ms,
    })),
  );
const untilTold = (
  who: string,
  level: string,
  fact = level === 'warning' ? 'warned' : 'breached',
): Promise<void> =>
  until(`${who}: ${fact} ${level}`, () =>
    told().some((one) => one.who === who && one.level === level && one.fact === fact),
  );

/** From just before a time until just after it; what was told between the two, and when. */
const passing = async (time_ms: number, who: string, level: string): Promise<readonly string[]> => {
  const before = told().length;
  setClock(time_ms - 1_500);
  await untilTold(who, level);
  const news = told().slice(before);
  for (const one of news) {
    expect(one.due_at).toBe(time_ms);
    expect(one.at).toBeGreaterThanOrEqual(time_ms);
    expect(one.at).toBeLessThan(time_ms + 5_000);
  }
  return news.map((one) => `${one.who} ${one.fact} ${one.level}`);
};

const [quiet, kept] = [`quiet-${run}`, `kept-${run}`];

beforeAll(async () => {
  writeFileSync(
    policies,
    `
calendars:
  office: [{ effective_from: 2000-01-01, time_zone: UTC, hours: { ${weekday(1)}: [09:00-17:00], ${weekday(3)}: [09:00-17:00] } }]
policies:
  - id: ${policy_id}
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: opened, answered_by: [mql_accepted, mql_rejected], calendar: office,
          target: 4 business hours, warning: 75 %, escalation: 5 business hours }
`,
  );
  writeFileSync(
    directory,
    `
channels: { hook: { kind: webhook, url_from: TEST_HOOK_URL } }
routes: [{ match: { policy: ${policy_id} }, channels: [hook] }]
`,
  );
  await codec.ready();
  receiver = await startReceiver();
  setClock(at(1, 15));
  const clock = {
    TEST_CLOCK_FILE: clockFile,
    NODE_OPTIONS: `--import=${join(projectRoot, 'test', 'support', 'set-clock.ts')}`,
  };
  alerting = await startService('alerting', {
    ...env,
    ...clock,
    REVLOOP_ALERTING_PORT: '0',
    REVLOOP_ALERTING_GROUP: `days-${run}`,
    REVLOOP_SLA_POLICIES: policies,
    REVLOOP_SLA_DIRECTORY: directory,
    REVLOOP_ALERT_ALLOWED_HOSTS: '127.0.0.1',
    TEST_HOOK_URL: receiver.url,
  });
  for (const who of [quiet, kept])
    await send({ type: 'mql_created', occurred_at: at(1, 15), received_at: at(1, 15) }, who);
});

afterAll(async () => {
  await end(alerting);
  await Promise.all([producer.close(), receiver.close()]);
});

test('of four business hours two are left when the office closes; the closed day tells nothing, and both are warned an hour before the time', async () => {
  expect(await passing(at(3, 10), quiet, 'warning')).toContain(`${quiet} warned warning`);
  await untilTold(kept, 'warning');
  expect(told()).toHaveLength(2);
});

test('who answers in time is told of no breach, who does not is, at the minute', async () => {
  const accepted_at = at(3, 10) + 60_000;
  await send({ type: 'mql_accepted', occurred_at: accepted_at, received_at: accepted_at }, kept);
  await untilTold(kept, 'breach', 'met');
  expect(await passing(at(3, 11), quiet, 'breach')).toEqual([`${quiet} breached breach`]);
});

test('an hour later it is escalated, and that is all that was ever told', async () => {
  expect(await passing(at(3, 12), quiet, 'escalation')).toEqual([`${quiet} breached escalation`]);
  const all = told().map(({ who, fact, level }) => `${who} ${fact} ${level}`);
  expect(all.toSorted()).toEqual(
    [
      `${kept} met breach`,
      `${kept} warned warning`,
      `${quiet} breached breach`,
      `${quiet} breached escalation`,
      `${quiet} warned warning`,
    ].toSorted(),
  );
});
