// One message to one channel: what it is about, and what is written down once it was told, or given up.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { clockKeyOf, toldIdOf, undeliverableIdOf } from './fact-id.ts';
import { digestIdOf } from './digest-id.ts';
import type { Item } from './item.ts';
import { levels, type Level } from './levels.ts';

export interface Delivery {
  readonly channel_id: string;
  /** Deterministic: what is sent again after a crash has the same, and what says something else another. */
  readonly message_id: string;
  readonly kind: Item['kind'] | 'digest';
  readonly level: Level;
  /** The same in all messages about one clock; digests of a channel share theirs. */
  readonly subject_key: string;
  readonly facts: readonly SlaFact[];
  readonly telling: number;
  /** Whose act it is told again for; none where nobody's, and of digests. */
  readonly because?: SlaFact | undefined;
  /** What is told by it; none in a message that only keeps up what a receiver knows already. */
  readonly items: readonly Item[];
}

/** A fact to write into the topic, with its key there. */
export interface Written {
  readonly key: Uint8Array | null;
  readonly fact: SlaFact;
}

/** What came of sending. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: string;
      readonly status: number;
      readonly retry: 'later' | 'never';
      readonly after_ms: number;
    };

const topLevel = (of: readonly Level[]): Level => levels.findLast((level) => of.includes(level)) ?? 'breach';

const ofOne = (channel_id: string, item: Item): Delivery => {
  const { kind, level, facts, telling, because } = item;
  const [main] = facts;
  const message_id = `${main.fact_id}/${channel_id}${telling > 1 ? `/${telling}` : ''}`;
  return {
    channel_id,
    message_id,
    kind,
    level,
    subject_key: clockKeyOf(main),
    facts,
    telling,
    because,
    items: [item],
  };
};

/** A message about one item, or a digest of many. */
export const deliveryOf = (channel_id: string, items: readonly Item[], isDigest: boolean): Delivery => {
  const [first] = items;
  if (first && !isDigest) return ofOne(channel_id, first);
  const facts = items.flatMap((item) => item.facts);
  return {
    channel_id,
    message_id: digestIdOf(channel_id, facts),
    kind: 'digest',
    level: topLevel(items.map(({ level }) => level)),
    subject_key: `digest/${channel_id}`,
    facts,
    telling: 1,
    items,
  };
};

/** Keeps up what the receiver knows: nothing is told by it. */
export const renewalOf = (channel_id: string, facts: readonly SlaFact[], now: number): Delivery => ({
  channel_id,
  message_id: `renewal/${channel_id}/${now}`,
  kind: 'digest',
  level: topLevel(facts.map(({ level }) => level as Level)),
  subject_key: `renewal/${channel_id}`,
  facts,
  telling: 1,
  items: [],
});

/** The told facts of a delivery: one for each fact it covers. */
export const toldBy = ({ channel_id, message_id, items }: Delivery, now: number): readonly Written[] =>
  items.flatMap(({ clock, facts, telling }) =>
    facts.map((fact) => ({
      key: clock.record_key,
      fact: {
        ...fact,
        fact_id: toldIdOf(fact.fact_id, channel_id, telling),
        fact: 'told' as const,
        at: now,
        derived_at: now,
        channel: channel_id,
        message_id,
      },
    })),
  );

/** The facts that say that a delivery was given up, and why. */
export const undeliverableBy = (
  { channel_id, message_id, items }: Delivery,
  why: string,
  now: number,
): readonly Written[] =>
  items.flatMap(({ clock, facts }) =>
    facts.map((fact) => ({
      key: clock.record_key,
      fact: {
        ...fact,
        fact_id: undeliverableIdOf(fact.fact_id, channel_id),
        fact: 'undeliverable' as const,
        at: now,
        derived_at: now,
        reason: why,
        channel: channel_id,
        message_id,
      },
    })),
  );
