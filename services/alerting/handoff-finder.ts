// A handoff's id → whose it is, by what is in memory, else by ClickHouse; and what is stored of it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ActedOn } from './core/act-event.ts';
import { clocksOf } from './core/handoff-view.ts';
import { handoffIdOf } from './core/stage-event.ts';
import type { Watch } from './core/watch.ts';
import { factFrom, type FactRow } from './rows.ts';

const handoffSql = loadSql(import.meta.url, './sql/handoff-of.sql');
const factsSql = compose(loadSql(import.meta.url, './sql/facts-of.sql'));
const actsSql = loadSql(import.meta.url, './sql/acts-of.sql');

export class HandoffFinder {
  readonly #watch: Watch;
  readonly #clickhouse: ClickHouse;

  constructor(watch: Watch, clickhouse: ClickHouse) {
    this.#watch = watch;
    this.#clickhouse = clickhouse;
  }

  /** None where nobody knows such a handoff. Rejects with `SurroundingsError` where only ClickHouse could say. */
  async find(handoff_id: string): Promise<ActedOn | undefined> {
    return this.#remembered(handoff_id) ?? (await this.#stored(handoff_id));
  }

  /** What is stored of a handoff, a second or so behind: its clocks and their facts in force, and every act. Rejects with `SurroundingsError`. */
  async view(handoff: ActedOn): Promise<object> {
    const { handoff_id, account_id, contact_id } = handoff;
    const [rows, acts] = await Promise.all([
      this.#clickhouse.query<FactRow>(factsSql, { handoffs: [handoff_id] }),
      this.#clickhouse.query<Readonly<Record<string, string>>>(actsSql, {
        handoff_id,
        account_id: account_id ?? '',
        contact_id: contact_id ?? '',
      }),
    ]);
    return { ...handoff, clocks: clocksOf(rows.map(factFrom)), acts: acts.map(stated) };
  }

  #remembered(handoff_id: string): ActedOn | undefined {
    const { book, histories } = this.#watch;
    const key = book.keyOf(handoff_id);
    if (key === undefined) return undefined;
    for (const account of [key, `contact:${key}`]) {
      const opened = histories.eventsOf(account).find((event) => handoffIdOf(event) === handoff_id);
      if (opened)
        return {
          handoff_id,
          account_id: histories.accountIdOf(account) || null,
          contact_id: opened.contact_id,
        };
    }
    return undefined;
  }

  async #stored(handoff_id: string): Promise<ActedOn | undefined> {
    const slash = handoff_id.indexOf('/');
    if (slash < 1) return undefined;
    const [row] = await this.#clickhouse.query<{ account_id: string; contact_id: string }>(handoffSql, {
      handoff_id,
      source: handoff_id.slice(0, slash),
      event_id: handoff_id.slice(slash + 1),
    });
    return row && { handoff_id, account_id: row.account_id || null, contact_id: row.contact_id || null };
  }
}

/** '' means that nothing was stated. */
const stated = (row: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
