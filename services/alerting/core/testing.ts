// For tests of the core: short ways to write events and policies, and to read what is in force from facts as a reader would.
import type { HandoffOutcome, SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind, type ActKind } from './telling/acts.ts';
import { readPolicyFile } from './policy-file.ts';
import type { Policies, WatchedEventType } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { no_teams, type Teams } from './teams.ts';
import { Watch } from './watch.ts';

export const hour_ms = 3_600_000;
/** A Monday, midnight UTC: times in tests are hours from here, in a calendar that never closes. */
export const monday = Date.UTC(2026, 5, 1);

/** `type` at `hour` hours from `monday`; contact c of account a unless said otherwise. */
export const event = (
  type: WatchedEventType,
  hour: number,
  event_id: string,
  more: Partial<StageEvent> = {},
): StageEvent => ({
  event_id,
  source: 'crm',
  type,
  occurred_at: monday + hour * hour_ms,
  received_at: monday + hour * hour_ms,
  account_id: 'a',
  contact_id: type.startsWith('opportunity') ? null : 'c',
  owner_id: null,
  channel: null,
  opportunity_id: type.startsWith('opportunity') ? 'o' : null,
  reason: null,
  amount: null,
  currency: null,
  properties: {},
  act: null,
  arrived_at: monday + hour * hour_ms,
  ...more,
});

/** Somebody does something about the handoff that the event `opened` opens. */
export const acted = (
  action: ActKind,
  hour: number,
  event_id: string,
  opened: string,
  more: Partial<StageEvent> = {},
): StageEvent => {
  const act = { handoff_id: `crm/${opened}`, action, actor: 'ann', note: null, until: null };
  return event('handoff_updated', hour, event_id, { act, ...more });
};

/** The shipped kinds of policies in round-the-clock hours; `more` is put after the decision policy's first version. */
export const policies = (more = ''): Policies => {
  const file = readPolicyFile(`
calendars:
  always:
    - effective_from: 2000-01-01
      time_zone: UTC
      hours: {${['mon', 'tues', 'wednes', 'thurs', 'fri', 'satur', 'sun'].map((day) => `${day}day: [00:00-24:00]`).join(', ')}}
policies:
  - id: decision
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: opened, answered_by: [mql_accepted, mql_rejected], calendar: always,
          unless: { hand_raiser: "true" }, target: 4 business hours, warning: 75 %, escalation: 24 business hours,
          pause: { reasons: [waiting_for_buyer] } }
${more}
  - id: hand_raiser
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: opened, answered_by: [mql_accepted, mql_rejected], calendar: always,
          where: { hand_raiser: "true" }, target: 1 business hour }
  - id: opportunity
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: accepted, answered_by: [opportunity_created, opportunity_won],
          calendar: always, target: 5 business days }
  - id: handback
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: rejected, answered_by: [lead_recycled, mql_created, opportunity_lost],
          calendar: always, target: 5 business days }
`);
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.policies;
};

/**
 * What the facts say is in force, as a reader sees it: of each clock and slot the newest, of each act while the clock ran; nothing of clocks
 * taken back.
 */
export const inForce = (facts: readonly SlaFact[]): readonly string[] => {
  const clocks = new Map<string, Map<string, SlaFact>>();
  const ran = (slots: ReadonlyMap<string, SlaFact>, { fact, at }: SlaFact): boolean => {
    const [start, end] = [slots.get('clock'), slots.get('end')];
    return !isActKind(fact) || (start !== undefined && start.at <= at && at < (end?.at ?? Infinity));
  };
  const byTime = [...facts].sort((a, b) => a.derived_at - b.derived_at);
  for (const fact of byTime) {
    const id = `${fact.handoff_id} ${fact.policy_id}/${fact.policy_version}`;
    const slots = clocks.get(id) ?? new Map<string, SlaFact>();
    clocks.set(id, slots);
    if (fact.fact === 'withdrawn' && fact.level === 'unknown') {
      slots.delete('clock');
      slots.delete('end');
    } else if (fact.fact === 'withdrawn') slots.delete(fact.level);
    else if (fact.fact === 'started') slots.set('clock', fact);
    else if (fact.fact === 'met' || fact.fact === 'ended') slots.set('end', fact);
    else if (isActKind(fact.fact)) slots.set(`act ${fact.fact_id.split('/').slice(0, 8).join('/')}`, fact);
    else slots.set(fact.level, fact);
  }
  const hours = (at: number): number => (at - monday) / hour_ms;
  return [...clocks]
    .flatMap(([id, slots]) =>
      [...slots.values()]
        .filter((fact) => ran(slots, fact))
        .map(
          (fact) =>
            `${id} ${fact.fact} ${fact.level} at ${hours(fact.at)} due ${hours(fact.due_at)}${fact.cause_event_id ? ` by ${fact.cause_event_id}` : ''}${fact.owner_id ? ` of ${fact.owner_id}` : ''}`,
        ),
    )
    .sort();
};

export const settle_ms = 2_000;
/** `hour` hours from `monday`, UTC milliseconds. */
export const hourly = (hour: number): number => monday + hour * hour_ms;

/** A watch with a clock of its own; remembers everything it has said. */
export class Run {
  readonly watch: Watch;
  readonly facts: SlaFact[] = [];
  readonly outcomes: HandoffOutcome[] = [];
  #now = hourly(-1);

  constructor(rules: Policies = policies(), teams: Teams = no_teams) {
    this.watch = new Watch({ policies: rules, settle_ms, teams });
  }

  /** Events arrive at `hour`, after everything due until then has been judged. */
  arrive(hour: number, ...events: StageEvent[]): this {
    this.until(hour);
    for (const one of events) {
      const seen = { ...one, arrived_at: this.#now };
      for (const key of this.watch.add(seen, this.#now)) this.#judge(key, seen);
    }
    return this;
  }

  until(hour: number): this {
    for (;;) {
      const next = this.watch.due.next_ms;
      if (next === undefined || next > hourly(hour)) break;
      this.#now = Math.max(this.#now, next);
      for (const key of this.watch.due.takeDue(this.#now, 10)) this.#judge(key);
    }
    this.#now = Math.max(this.#now, hourly(hour));
    return this;
  }

  said(): readonly string[] {
    return this.facts.map(({ fact, level, at, cause_event_id }) =>
      [fact, level, (at - monday) / hour_ms, cause_event_id].filter((part) => part !== null).join(' '),
    );
  }

  #judge(key: string, cause?: StageEvent): void {
    for (const { facts, outcomes } of this.watch.judge(key, this.#now, cause)) {
      this.facts.push(...facts);
      this.outcomes.push(...outcomes);
    }
  }
}
