// For tests of the channels: a message and its fact, in short.
import { unsaidOfSlaFact, type SlaFact } from '@revloop/schemas/generated.ts';
import type { Message } from './message.ts';

/** Monday 1 June 2026, 13:00 UTC: when the handoff was due. */
export const due_at = Date.UTC(2026, 5, 1, 13);

export const factOf = (more: Partial<SlaFact> = {}): SlaFact => ({
  ...unsaidOfSlaFact,
  fact_id: 'decision/1/crm/m/breach/breached',
  fact: 'breached',
  level: 'breach',
  policy_id: 'decision',
  policy_version: 1,
  handoff_id: 'crm/m',
  account_id: 'acme',
  contact_id: 'ann',
  owner_id: 'sam',
  started_at: due_at - 4 * 3_600_000,
  due_at,
  at: due_at,
  derived_at: due_at + 100,
  ...more,
});

export const messageOf = (more: Partial<Message> = {}): Message => ({
  message_id: 'decision/1/crm/m/breach/breached/sales',
  kind: 'alert',
  level: 'breach',
  subject_key: 'decision/1/crm/m',
  team: 'sales-west',
  title: 'Overdue: contact ann of account acme',
  text: 'A decision of sales on contact ann of account acme, owned by sam, was due on 2026-06-01 13:00 UTC.',
  lines: [
    { label: 'Owner', value: 'sam' },
    { label: 'Revenue at risk', value: '12,000 EUR' },
  ],
  links: [{ label: 'Acknowledge', url: 'https://revloop.example/act?token=a.b&do=acknowledge' }],
  facts: [factOf()],
  at: due_at + 100,
  ...more,
});
