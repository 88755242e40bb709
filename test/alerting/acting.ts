// Acting on the handoffs of a test's own alerting through its API, and reading what is stored of it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { createMetrics } from '@revloop/infra/runtime/probes.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { auditUntold } from '../../services/alerting/audit-untold.ts';
import { readDirectoryFile } from '../../services/alerting/core/directory-file.ts';
import { tellingMetrics } from '../../services/alerting/telling-metrics.ts';
import { settings as stackSettings } from '../support/revloop.ts';
import { policy_id, run, untilTold, type TellingWorld } from './telling-world.ts';

export const handoffOf = (account: string): string => `test-${run}/mql_created-${account}`;
export const pathOf = (world: TellingWorld, account: string): string =>
  `${world.url()}/v1/handoffs/${encodeURIComponent(handoffOf(account))}`;
export const bearer = (): Record<string, string> => ({
  authorization: `Bearer ${stackSettings()['REVLOOP_ALERTING_KEY'] ?? ''}`,
});
export const post = (
  world: TellingWorld,
  account: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${pathOf(world, account)}/updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(), ...headers },
    body: JSON.stringify(body),
  });

export interface StoredAct {
  readonly event_id: string;
  readonly action: string;
  readonly actor: string;
}

/** What alerting wrote of an account's acts, and is stored. */
export const actsOn = (clickhouse: ClickHouse, account: string): Promise<StoredAct[]> =>
  clickhouse.query<StoredAct>(
    `SELECT event_id, properties['action'] AS action, properties['actor'] AS actor FROM events
     WHERE account_id = {account:String} AND type = 'handoff_updated' AND source = 'alerting' ORDER BY occurred_at, event_id`,
    { account },
  );

/** How many facts of a kind are stored of an account's clock of the test's policy. */
export const storedFacts = async (
  clickhouse: ClickHouse,
  account: string,
  fact: SlaFact['fact'],
): Promise<number> => {
  const [row] = await clickhouse.query<{ facts: string }>(
    'SELECT count() AS facts FROM sla_facts WHERE account_id = {account:String} AND fact = {fact:String} AND policy_id = {policy_id:String}',
    { account, fact, policy_id },
  );
  return Number(row?.facts);
};

/** A breach of joy's that is told on the channels of its route. */
export const tell = async (world: TellingWorld, account: string): Promise<SlaFact> => {
  await world.open([account], 'joy');
  await untilTold(world.facts, account, 'breached told hook', 'breached told pager');
  const breach = world.facts.find((fact) => fact.account_id === account && fact.fact === 'breached');
  if (!breach) throw new Error('told, and not breached');
  return breach;
};

/** How many should have been told by now and were not, by a directory. */
export const auditBy = (clickhouse: ClickHouse, directoryText: string): Promise<number> => {
  const secret = (name: string): string => (name.includes('SMTP') ? 'smtp://127.0.0.1' : 'http://127.0.0.1');
  const file = readDirectoryFile(directoryText, secret, new Set([policy_id]));
  if (!file.ok) throw new Error(file.faults.join('\n'));
  const look_back_ms = 3_600_000;
  const { directory } = file.telling;
  const rules = { directory, age_ms_max: look_back_ms, grace_ms: 0, since: () => 0 };
  const metrics = tellingMetrics(createMetrics('test'), () => ({ health: new Map(), untold: new Map() }));
  return auditUntold({ clickhouse, rules, look_back_ms, metrics, log: createLog('test') });
};
