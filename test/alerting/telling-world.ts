// An alerting with a directory, receivers of every kind that keep what they get, and a way to make handoffs late.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConsumer, type Consumer } from '@revloop/infra/kafka/consumer.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import type { HandoffOutcome, SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { aboutOf } from '../../services/alerting/core/telling/fact-id.ts';
import { until } from '../stack/own-stack.ts';
import { startHttpReceiver, type HttpReceiver } from './receivers/http-receiver.ts';
import { startSmtpReceiver, type SmtpReceiver } from './receivers/smtp-receiver.ts';
import { createEmitter, type TestEmitter } from './emitter.ts';
import { end, policyFile, startService, type Service } from './running.ts';

export const run = randomUUID().slice(0, 8);
export const policy_id = `telling_${run}`;
export const target_ms = 2_000;

/** Teams are told by different channels, so that each test has its own. */
const directory = `
channels:
  hook: { kind: webhook, url_from: TEST_HOOK_URL, secrets_from: TEST_HOOK_SECRET }
  chat: { kind: slack, url_from: TEST_CHAT_URL, group: { digest_from: 20, per_minute: 60 } }
  mail: { kind: email, url_from: TEST_SMTP_URL, from: revloop@example.com, to: sales@example.com }
  pager: { kind: pagerduty, base_url: TEST_PAGER_URL, routing_key_from: TEST_PAGER_KEY }
  manager: { kind: alertmanager, url_from: TEST_MANAGER_URL }
  desk: { kind: webhook, url_from: TEST_DESK_URL }
owners:
  sam: { team: everywhere }
  ann: { team: chatting }
  bob: { team: hooking }
  eve: { team: mailing }
  kim: { team: managing }
  joy: { team: acting }
  lea: { channels: [desk] }
teams: { everywhere: {}, chatting: {}, hooking: {}, mailing: {}, managing: {}, acting: { escalation: [lea] } }
routes:
  - { match: { policy: ${policy_id}, team: everywhere }, channels: [hook, chat, mail, pager] }
  - { match: { policy: ${policy_id}, team: chatting }, channels: [chat] }
  - { match: { policy: ${policy_id}, team: hooking }, channels: [hook] }
  - { match: { policy: ${policy_id}, team: mailing }, channels: [mail] }
  - { match: { policy: ${policy_id}, team: managing }, channels: [manager] }
  - { match: { policy: ${policy_id}, team: acting }, channels: [hook, pager] }
`;

export interface TellingWorld {
  readonly hook: HttpReceiver;
  readonly chat: HttpReceiver;
  readonly pager: HttpReceiver;
  readonly manager: HttpReceiver;
  /** Of the first person an escalation goes to. */
  readonly desk: HttpReceiver;
  readonly smtp: SmtpReceiver;
  /** Every fact of the policy that was in the topic so far. */
  readonly facts: readonly SlaFact[];
  /** What marketing was told of every handoff of the run, by this alerting and that of the stack. */
  readonly outcomes: readonly HandoffOutcome[];
  readonly directoryText: string;
  /** Of the service that runs now. */
  readonly url: () => string;
  /** What the service that runs now has logged. */
  readonly said: () => string;
  /** Facts are in the topic as though they had been derived. */
  readonly say: (...facts: readonly SlaFact[]) => Promise<void>;
  readonly send: TestEmitter['send'];
  /** The handoffs of these accounts are opened now, by one owner. */
  readonly open: (accounts: readonly string[], owner_id: string) => Promise<void>;
  readonly accept: (account: string, owner_id: string) => Promise<void>;
  /** Whatever the test has opened is accepted; resolves when no clock runs any more. */
  readonly acceptAll: () => Promise<void>;
  /** The next process dies after this effect. */
  readonly arm: (failpoint: string) => void;
  /** Waits for the death of the process, and starts another. */
  readonly reborn: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'revloop-telling-'));

export const startTelling = async (): Promise<TellingWorld> => {
  const { env, kafka, codec, producer, send } = createEmitter(`test-${run}`);
  await codec.ready();
  const [hook, chat, pager, manager, desk] = await Promise.all([
    startHttpReceiver(),
    startHttpReceiver(),
    startHttpReceiver(),
    startHttpReceiver(),
    startHttpReceiver(),
  ]);
  const smtp = await startSmtpReceiver();
  const facts: SlaFact[] = [];
  const outcomes: HandoffOutcome[] = [];
  const reader: Consumer = await startConsumer({
    ...kafka,
    groupId: `test-telling-${run}`,
    topics: [topics.sla.name, topics.handoffOutcomes.name],
    onBatch: async ({ topic, messages }) => {
      for (const { value } of messages) {
        const decoded = await codec.decode(value);
        if (!decoded.ok) continue;
        if (topic === topics.handoffOutcomes.name) outcomes.push(decoded.value as HandoffOutcome);
        else if ((decoded.value as SlaFact).policy_id === policy_id) facts.push(decoded.value as SlaFact);
      }
    },
    onCrash: (error) => kafka.log.error({ err: error }, 'reader crashed'),
  });
  const home = newFolder();
  const directoryPath = join(home, 'directory.yaml');
  const directoryText = directory.replace('TEST_PAGER_URL', pager.url);
  writeFileSync(directoryPath, directoryText);
  const failpoints = join(home, 'failpoints');
  mkdirSync(failpoints);
  // The handoffs of other tests would be told too, and counted by the audit.
  const policies = policyFile(policy_id, target_ms / 1000, { world: run });
  let service: Service;
  let port = 0;
  const start = async (): Promise<void> => {
    port = await freePort();
    service = await startService('alerting', {
      ...env,
      REVLOOP_ALERTING_PORT: String(port),
      REVLOOP_ALERTING_GROUP: `telling-${run}`,
      REVLOOP_SLA_POLICIES: policies,
      REVLOOP_SLA_DIRECTORY: directoryPath,
      REVLOOP_ALERT_ALLOWED_HOSTS: '127.0.0.1',
      REVLOOP_FAILPOINTS: failpoints,
      TEST_HOOK_URL: `${hook.url}/hook`,
      TEST_HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      TEST_CHAT_URL: `${chat.url}/chat`,
      TEST_SMTP_URL: smtp.url,
      TEST_PAGER_KEY: 'R1',
      TEST_MANAGER_URL: manager.url,
      TEST_DESK_URL: `${desk.url}/desk`,
      REVLOOP_ALERTING_LINK_URL: `http://127.0.0.1:${port}`,
    });
  };
  await start();

  const publish = (
    type: 'mql_created' | 'mql_accepted',
    accounts: readonly string[],
    owner_id: string,
  ): Promise<void> =>
    send({ type, occurred_at: Date.now(), owner_id, properties: { world: run } }, ...accounts);

  return {
    hook,
    chat,
    pager,
    manager,
    desk,
    smtp,
    facts,
    outcomes,
    directoryText,
    url: () => `http://127.0.0.1:${port}`,
    said: () => service.said(),
    say: (...said) =>
      producer.publish(
        topics.sla.name,
        said.map((fact) => ({ key: fact.account_id, value: codec.encode('SlaFact', fact) })),
      ),
    send,
    open: (accounts, owner_id) => publish('mql_created', accounts, owner_id),
    accept: (account, owner_id) => publish('mql_accepted', [account], owner_id),
    acceptAll: async () => {
      const of = (...kinds: readonly SlaFact['fact'][]): ReadonlySet<string> =>
        new Set(facts.filter(({ fact }) => kinds.includes(fact)).map(({ account_id }) => account_id));
      const ended = of('met', 'ended');
      const running = [...of('started')].filter((account) => !ended.has(account));
      await publish('mql_accepted', running, 'sam');
      await until('no clock runs', () => {
        const over = of('met', 'ended');
        return running.every((account) => over.has(account));
      });
    },
    arm: (failpoint) => writeFileSync(join(failpoints, failpoint), ''),
    reborn: async () => {
      const { process: child } = service;
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await start();
    },
    stop: async () => {
      await end(service);
      await Promise.all([reader.stop(), producer.close(), smtp.close()]);
      await Promise.all([hook, chat, pager, manager, desk].map((receiver) => receiver.close()));
    },
  };
};

/** What is in the topic of an account and is about telling: "breached told chat". */
export const tellingsOf = (facts: readonly SlaFact[], account: string): readonly string[] =>
  facts
    .filter(({ account_id, fact }) => account_id === account && (fact === 'told' || fact === 'undeliverable'))
    .map((fact) => `${aboutOf(fact)?.fact ?? ''} ${fact.fact} ${fact.channel ?? ''}`);

/** Waits until an account's facts about telling are exactly these, in any order. */
export const untilTold = (
  facts: readonly SlaFact[],
  account: string,
  ...expected: readonly string[]
): Promise<void> =>
  until(`${account}: ${expected.join(', ')}`, () => {
    const told = tellingsOf(facts, account);
    return expected.every((one) => told.includes(one));
  });
