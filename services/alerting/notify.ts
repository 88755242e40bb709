// funnel.sla → people: a consumer group of its own reads the facts, tells each once, and writes down what was told.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ConsumedBatch } from '@revloop/infra/kafka/consumer.ts';
import type { Producer } from '@revloop/infra/kafka/producer.ts';
import type { Codec } from '@revloop/infra/registry/codec.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { Policies } from './core/policy.ts';
import { sentenceOf } from './core/sentence.ts';
import { isTellable, Told, toldFactOf } from './core/told.ts';
import type { AlertingMetrics } from './metrics.ts';
import { factFrom, type FactRow } from './rows.ts';
import type { Webhook } from './webhook.ts';

const toldSql = loadSql(import.meta.url, './sql/told-of.sql');

/** How many handoffs of a partition are told of at a time: the facts of one stay in order. */
const at_once = 8;
/** Handoffs asked for in one query; their ids travel in its URL. */
const recalled_at_once = 25;

interface Read {
  readonly fact: SlaFact;
  readonly key: Buffer | null;
}

export interface NotifierParts {
  readonly webhook: Webhook;
  readonly producer: Producer;
  readonly codec: Codec;
  readonly clickhouse: ClickHouse;
  readonly policies: Policies;
  readonly age_ms_max: number;
  readonly metrics: AlertingMetrics;
  readonly log: Logger;
}

/** The body of an alert: the fact's fields, times as ISO 8601, and one sentence. */
export const bodyOf = (fact: SlaFact, policies: Policies): object => ({
  text: sentenceOf(fact, policies),
  ...fact,
  started_at: new Date(fact.started_at).toISOString(),
  due_at: new Date(fact.due_at).toISOString(),
  at: new Date(fact.at).toISOString(),
  derived_at: new Date(fact.derived_at).toISOString(),
});

export class Notifier {
  readonly #parts: NotifierParts;
  readonly #told = new Told();
  readonly #stop = new AbortController();
  readonly #started_at = Date.now();

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** Ends waiting and retrying; what was not told is told by the next process. */
  stop(): void {
    this.#stop.abort(new Error('stopping'));
  }

  /** Resolves when every fact of the batch is told, needless, too old or given up. Rejects when stopped: the batch comes again. */
  async take({ messages }: ConsumedBatch): Promise<void> {
    const facts: Read[] = [];
    for (const { key, value } of messages) {
      const decoded = await this.#parts.codec.decode(value);
      if (decoded.ok && 'fact_id' in decoded.value) facts.push({ fact: decoded.value as SlaFact, key });
    }
    for (const { fact } of facts) if (fact.fact === 'told') this.#told.noteId(fact);
    await this.#recall(facts.map(({ fact }) => fact).filter((fact) => this.#isUnknown(fact)));
    const handoffs = [...Map.groupBy(facts, ({ fact }) => fact.handoff_id).values()];
    const work = async (): Promise<void> => {
      for (let mine = handoffs.shift(); mine; mine = handoffs.shift())
        for (const { fact, key } of mine)
          if (fact.fact === 'told') this.#told.note(fact);
          else if (isTellable(fact)) await this.#consider(fact, key);
    };
    await Promise.all(Array.from({ length: at_once }, work));
  }

  /** What became due under this process nobody can have told before it: the ordinary alert waits for no query. */
  #isUnknown(fact: SlaFact): boolean {
    const isRecent = Date.now() - fact.derived_at <= this.#parts.age_ms_max;
    const isOurs = fact.fact !== 'withdrawn' && fact.at >= this.#started_at;
    return isTellable(fact) && isRecent && !isOurs && !this.#told.knows(fact);
  }

  async #consider(fact: SlaFact, key: Buffer | null): Promise<void> {
    const { webhook, policies, age_ms_max, metrics, log } = this.#parts;
    const verdict = this.#told.verdict(fact, Date.now(), age_ms_max);
    if (verdict === 'old' && fact.fact !== 'withdrawn') metrics.untold.inc({ why: 'old' });
    if (verdict !== 'tell') return;
    // 1. Tell. A crash after it tells again under the same webhook-id, by which the receiver knows it.
    const until_ms = fact.derived_at + age_ms_max;
    if (!(await webhook.tell(fact.fact_id, bodyOf(fact, policies), until_ms, this.#stop.signal))) {
      metrics.untold.inc({ why: 'given_up' });
      log.error({ fact_id: fact.fact_id }, 'nobody was told: the webhook was given up');
      return;
    }
    const told = toldFactOf(fact, Date.now());
    if (fact.fact !== 'withdrawn') metrics.told_seconds.observe((told.at - fact.at) / 1000);
    // 2. Write it down, in the fact's own partition. A crash after it, with the offset not committed, finds it on reading on.
    await this.#publish(told, key);
    this.#told.note(told);
  }

  async #publish(told: SlaFact, key: Buffer | null): Promise<void> {
    const { producer, codec, log } = this.#parts;
    const record = { key, value: codec.encode('SlaFact', told) };
    await retry(topics.sla.name, () => producer.publish(topics.sla.name, [record]), log);
  }

  /** What was told of these facts' handoffs before this process. Without ClickHouse telling twice is better than never: the webhook-id is the same. */
  async #recall(facts: readonly SlaFact[]): Promise<void> {
    const { clickhouse, log } = this.#parts;
    const ids = [...new Set(facts.map(({ handoff_id }) => handoff_id))];
    try {
      for (let at = 0; at < ids.length; at += recalled_at_once) {
        const handoffs = ids.slice(at, at + recalled_at_once);
        for (const row of await clickhouse.query<FactRow>(toldSql, { handoffs }))
          this.#told.note(factFrom(row));
      }
      for (const fact of facts) if (!this.#told.knows(fact)) this.#told.noteNothing(fact);
    } catch (error) {
      log.warn({ reason: reasonOf(error), facts: facts.length }, 'not known what was told before');
    }
  }
}
