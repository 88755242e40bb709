// A clock that began long ago: what was told of it, and what people did about it, lies before what is read back of the log, and ClickHouse knows it.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind } from './core/telling/acts.ts';
import { idChunks } from './id-chunks.ts';
import { factFrom, type FactRow } from './rows.ts';

const toldSql = compose(loadSql(import.meta.url, './sql/told-of.sql'));
const snoozedSql = compose(loadSql(import.meta.url, './sql/snoozed-in.sql'));
/** After a failure ClickHouse is left alone for so long: what ends meanwhile is told to nobody, and its messages stay as they are. */
const pause_ms = 30_000;

/** Whether what there is to tell of a fact depends on what was told, or done, before. */
const hasPast = ({ fact, level }: SlaFact): boolean =>
  ['met', 'ended', 'warned', 'breached'].includes(fact) ||
  isActKind(fact) ||
  (fact === 'withdrawn' && level !== 'unknown');

export class Recall {
  readonly #clickhouse: ClickHouse;
  readonly #log: Logger;
  #not_before = 0;

  constructor(clickhouse: ClickHouse, log: Logger) {
    this.#clickhouse = clickhouse;
    this.#log = log;
  }

  /**
   * What was told of, and done about, those clocks that may have been told of before what is remembered, by handoff: they had started before
   * `from_ms`, or are withdrawn, perhaps long after they were over. `knows`: whether a clock is known without asking.
   */
  async of(
    facts: readonly SlaFact[],
    from_ms: number,
    knows: (fact: SlaFact) => boolean,
  ): Promise<ReadonlyMap<string, readonly SlaFact[]>> {
    const asked = facts.filter(
      (fact) => hasPast(fact) && (fact.fact === 'withdrawn' || fact.started_at < from_ms) && !knows(fact),
    );
    const ids = [...new Set(asked.map(({ handoff_id }) => handoff_id))];
    if (ids.length === 0 || Date.now() < this.#not_before) return new Map();
    const told: SlaFact[] = [];
    try {
      for (const handoffs of idChunks(ids))
        told.push(...(await this.#clickhouse.query<FactRow>(toldSql, { handoffs })).map(factFrom));
    } catch (error) {
      this.#not_before = Date.now() + pause_ms;
      this.#log.warn(
        { reason: reasonOf(error), handoffs: ids.length },
        'not known what was told of these long ago, or done about them: their ends are not told',
      );
    }
    return Map.groupBy(told, ({ handoff_id }) => handoff_id);
  }

  /** What is stored of a partition's clocks that are snoozed until some time after `now`, in order: when that is over they are told again. */
  async snoozed(partition: number, now: number): Promise<readonly SlaFact[]> {
    try {
      return (await this.#clickhouse.query<FactRow>(snoozedSql, { partition, now })).map(factFrom);
    } catch (error) {
      this.#log.warn(
        { reason: reasonOf(error), partition },
        'not known what was snoozed long ago: it is not told again when that is over',
      );
      return [];
    }
  }
}
