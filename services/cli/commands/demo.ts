// `revloop demo`: seeded journeys into ingest, and what was planted in them to stdout.
import { writeFileSync } from 'node:fs';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { demosFile, readIngestSettings } from '../config.ts';
import { planDemo, type DemoPlan, type DemoSettings } from '../core/demo/plan-demo.ts';
import { plantedTable } from '../demo/planted-table.ts';
import { demoKey, rememberDemo, rememberedDemos, type DemoIdentity } from '../demo/remembered-demos.ts';
import { sendDemo } from '../demo/send-demo.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { createIngestClient } from '../http/ingest-client.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly now?: string;
  readonly plan?: string;
  readonly print?: true;
  /** Seconds. */
  readonly wait: number;
  readonly json?: true;
}

/** Plans the demo, then sends or prints it. Exit code 1 where ingest refused an event. */
export const runDemo = async (options: DemoOptions): Promise<ExitCode> => {
  const now = options.now === undefined ? undefined : timeOf(options.now);
  if (options.print) return await printDemo(options, now ?? Date.now());
  const { url, write_key } = readIngestSettings(process.env);
  const demo = { url, seed: options.seed, accounts: options.accounts };
  const plan = makePlan({ ...demo, now: settleNow(demo, now) }, options.plan);
  const onAway = (reason: string): void =>
    say(`ingest at ${url} does not take events (${reason}): trying again`);
  const post = createIngestClient({ url, write_key, give_up_ms: options.wait * 1000, onAway });
  const startedAt = performance.now();
  const sent = await sendDemo(plan.events, post);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  await print(options.json ? `${JSON.stringify(plan.planted)}\n` : plantedTable(plan.planted));
  const repeated = plan.events.length - sent.accepted - sent.rejected.length;
  say(
    `${sent.accepted} events accepted by ${url} in ${seconds} s; ${repeated} repeated another of their request`,
  );
  for (const { event_id, message } of sent.rejected.slice(0, 20)) say(`refused: ${event_id}: ${message}`);
  return sent.rejected.length > 0 ? exitCodes.problems : exitCodes.ok;
};

/** The time asked for, else that of the same demo sent before, else now; and tells what else is there. */
const settleNow = (demo: DemoIdentity, asked: number | undefined): number => {
  const path = demosFile(process.env);
  const sentBefore = rememberedDemos(path);
  const before = sentBefore[demoKey(demo)];
  const now = asked ?? before ?? Date.now();
  const others = Object.keys(sentBefore).filter(
    (key) => key.startsWith(`${demo.url} `) && key !== demoKey(demo),
  );
  if (before === now) say('this demo was sent before: sent again it is the same, nothing doubles');
  else if (before !== undefined || others.length > 0)
    say('another demo was sent before: page and SQL will show both together');
  rememberDemo(path, demo, now);
  return now;
};

const printDemo = async (options: DemoOptions, now: number): Promise<ExitCode> => {
  const { events, planted } = makePlan({ seed: options.seed, accounts: options.accounts, now }, options.plan);
  for (const event of events) await print(`${JSON.stringify(event)}\n`);
  say(`${planted.events.sent} events printed, nothing sent`);
  return exitCodes.ok;
};

const makePlan = ({ seed, accounts, now }: DemoSettings, path: string | undefined): DemoPlan => {
  const plan = planDemo({ seed, accounts, now });
  try {
    if (path !== undefined) writeFileSync(path, `${JSON.stringify(plan.planted, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`--plan ${path} cannot be written: ${reasonOf(error)}`);
  }
  return plan;
};

const timeOf = (text: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`--now must be a time with a zone, like 2026-03-04T10:30:00Z, not "${text}"`);
  if (at > Date.now())
    throw new UsageError('--now must not be in the future: ingest refuses events of the future');
  return at;
};
