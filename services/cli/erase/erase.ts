// An erasure from first to last: nothing new of the person is stored, what is stored goes, what was on its way goes as well.
import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { groupCatchesUp } from '@revloop/infra/kafka/group-progress.ts';
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { Person } from '../core/erase/person.ts';
import { createStatements, type Counts } from './statements.ts';
import { sweep } from './sweep.ts';

export interface Erased {
  /** Rows that held the person, by table, over all passes. */
  readonly removed: Counts;
  /** Accounts whose credits were computed anew. */
  readonly accounts: number;
  /** Rows that still hold the person: none, unless the sink could not be waited for. */
  readonly left: Counts;
  /** The sink has stored everything that had been read before it knew of the erasure. */
  readonly settled: boolean;
  /** Events of others that name the person in a column that is not meant for people, by column. */
  readonly named_elsewhere: Counts;
}

/** The sink reads the list of erasures every second; one reading may be slow. */
const reload_ms_max = 3_000;
const sinkGroup = 'revloop-sink';
const passes_max = 5;

/** `erased_at`: UTC milliseconds. Rejects with `SurroundingsError` where ClickHouse or Kafka is away: run it again, it goes on. */
export const erase = async (
  clickhouse: ClickHouse,
  kafka: KafkaSettings,
  person: Person,
  erased_at: number,
  wait_ms: number,
): Promise<Erased> => {
  const statements = createStatements(clickhouse, person, erased_at);
  // 1. Who is erased: the sink stores nothing of them any more that was received up to now. A crash after leaves what is stored; the next run removes it.
  await statements.remember();
  failpoint('erase.erasures');
  const first = await sweep(statements, person, []);
  // 7. What the sink was about to store when it did not know yet. A crash before leaves such rows; the next run removes them.
  await pause(Math.min(reload_ms_max, wait_ms));
  const settled = await groupCatchesUp(kafka, sinkGroup, [topics.events.name, topics.sla.name], wait_ms);
  let removed = first.found;
  let left: Counts = {};
  let accounts = first.accounts;
  for (let pass = 1; pass <= passes_max; pass += 1) {
    // Once at least: a round of the attribution service that began before may have put former credits back.
    const again = await sweep(statements, person, accounts);
    removed = sum(removed, again.found);
    accounts = again.accounts;
    left = await statements.count();
    if (total(left) === 0) break;
  }
  const named_elsewhere = await statements.namedElsewhere();
  return { removed, accounts: accounts.length, left, settled, named_elsewhere };
};

const sum = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(Object.keys(one).map((table) => [table, (one[table] ?? 0) + (other[table] ?? 0)]));

export const total = (counts: Counts): number => Object.values(counts).reduce((all, rows) => all + rows, 0);
