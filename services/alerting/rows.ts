// Rows of ClickHouse → the core's values: '' means nothing was stated, 64-bit integers come as texts.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { actOf } from './core/act.ts';
import type { Link } from './core/histories.ts';
import type { StageEvent } from './core/stage-event.ts';

type Texts<T> = { readonly [K in keyof T]: string };

export type EventRow = Texts<Omit<StageEvent, 'properties' | 'act' | 'arrived_at'>> & {
  readonly properties: Readonly<Record<string, string>>;
};
export type LinkRow = Texts<Omit<Link, 'identified'>> & { readonly identified: number };
export type FactRow = Texts<Omit<SlaFact, 'business_seconds' | 'channel' | 'message_id'>> & {
  readonly business_seconds: string | null;
  /** Only asked for of facts that can have them. */
  readonly channel?: string;
  readonly message_id?: string;
};

/** `arrived_at`: now, for what was stored before this process saw it. */
export const stageEventFrom = (row: EventRow, arrived_at: number): StageEvent => ({
  event_id: row.event_id,
  source: row.source,
  type: row.type as StageEvent['type'],
  occurred_at: Number(row.occurred_at),
  received_at: Number(row.received_at),
  account_id: row.account_id || null,
  contact_id: row.contact_id || null,
  owner_id: row.owner_id || null,
  channel: row.channel || null,
  opportunity_id: row.opportunity_id || null,
  reason: row.reason || null,
  amount: row.amount || null,
  currency: row.currency || null,
  properties: row.type === 'handoff_updated' ? {} : row.properties,
  act: row.type === 'handoff_updated' ? (actOf(row.properties) ?? null) : null,
  arrived_at,
});

export const linkFrom = (row: LinkRow): Link => ({
  ...row,
  identified: Boolean(row.identified),
  occurred_at: Number(row.occurred_at),
});

export const factFrom = (row: FactRow): SlaFact => ({
  ...row,
  fact: row.fact as SlaFact['fact'],
  level: row.level as SlaFact['level'],
  policy_version: Number(row.policy_version),
  owner_id: row.owner_id || null,
  started_at: Number(row.started_at),
  due_at: Number(row.due_at),
  at: Number(row.at),
  derived_at: Number(row.derived_at),
  business_seconds: row.business_seconds === null ? null : Number(row.business_seconds),
  outcome: row.outcome || null,
  reason: row.reason || null,
  cause_event_id: row.cause_event_id || null,
  channel: row.channel || null,
  message_id: row.message_id || null,
  team: row.team || null,
  actor: row.actor || null,
  note: row.note || null,
  until: row.until ? Number(row.until) : null,
  expected_value: row.expected_value || null,
  expected_currency: row.expected_currency || null,
});
