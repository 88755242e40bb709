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

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** Ends waiting and retrying; what was not told is told by the next process. */
  stop(): void {
    this.#stop.abort(new Error('stopping'));
  }

  /** Resolves when every fact of the batch is told, needless, too old or given up. Rejects when stopped: the batch comes again. */
  async take({ messages }: ConsumedBatch): Promise<void> {
    const facts: { fact: SlaFact; key: Buffer | null }[] = [];
    for (const { key, value } of messages) {
      const decoded = await this.#parts.codec.decode(value);
      if (decoded.ok && 'fact_id' in decoded.value) facts.push({ fact: decoded.value as SlaFact, key });
    }
    for (const { fact } of facts) if (fact.fact === 'told') this.#told.noteId(fact);
    for (const { fact, key } of facts) {
      if (fact.fact === 'told') this.#told.note(fact);
      else if (isTellable(fact)) await this.#consider(fact, key);
    }
  }

  async #consider(fact: SlaFact, key: Buffer | null): Promise<void> {
    const { webhook, policies, age_ms_max, metrics, log } = this.#parts;
    if (!this.#told.knows(fact) && Date.now() - fact.derived_at <= age_ms_max) await this.#recall(fact);
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

  /** What was told of this handoff before this process. Without ClickHouse telling twice is better than never: the webhook-id is the same. */
  async #recall(fact: SlaFact): Promise<void> {
    const { clickhouse, log } = this.#parts;
    try {
      const rows = await clickhouse.query<FactRow>(toldSql, { handoff: fact.handoff_id });
      for (const row of rows) this.#told.note(factFrom(row));
      if (!this.#told.knows(fact)) this.#told.noteNothing(fact);
    } catch (error) {
      log.warn({ reason: reasonOf(error), fact_id: fact.fact_id }, 'not known what was told before');
    }
  }
}
