// For tests of telling: a directory in short, facts in short, and a world with a log, receivers that can be away, and processes that die.
import { unsaidOfSlaFact, type SlaFact } from '@revloop/schemas/generated.ts';
import { Deliveries } from './deliveries.ts';
import type { Delivery, Outcome, Written } from './delivery.ts';
import type { ChannelRules, Directory, Owner, Route, Silence, Team } from './directory.ts';

export const minute_ms = 60_000;
export const hour_ms = 60 * minute_ms;
/** Monday 1 June 2026, 09:00 UTC. */
export const start = Date.UTC(2026, 5, 1, 9);

export const channel = (channel_id: string, more: Partial<ChannelRules> = {}): ChannelRules => ({
  channel_id,
  gathering: { wait_ms: 0, digest_from: Infinity, per_minute: Infinity },
  sending_max: 4,
  digests: true,
  keeps_state: false,
  renews: false,
  ...more,
});

export const team = (more: Partial<Team> = {}): Team => ({
  channels: [],
  escalation: [],
  escalate_every_ms: hour_ms,
  quiet: undefined,
  paused_until: undefined,
  ...more,
});

export const route = (channels: readonly string[], more: Partial<Route> = {}): Route => ({
  match: {},
  channels,
  continues: false,
  gathering: undefined,
  repeat_ms: undefined,
  ...more,
});

export interface DirectoryParts {
  readonly channels: readonly ChannelRules[];
  readonly routes?: readonly Route[];
  readonly owners?: Readonly<Record<string, Owner>>;
  readonly teams?: Readonly<Record<string, Team>>;
  readonly silences?: readonly Silence[];
}

/** Without routes everything goes everywhere. */
export const directory = ({ channels, routes, owners, teams, silences }: DirectoryParts): Directory => ({
  channels: new Map(channels.map((one) => [one.channel_id, one])),
  routes: routes ?? [route(channels.map(({ channel_id }) => channel_id))],
  owners: new Map(Object.entries(owners ?? {})),
  teams: new Map(Object.entries(teams ?? {})),
  silences: silences ?? [],
});

/** A fact of clock decision/1/crm/`handoff`, true and derived at `at`. */
export const fact = (
  handoff: string,
  kind: SlaFact['fact'],
  level: SlaFact['level'],
  at: number,
  more: Partial<SlaFact> = {},
  count = 1,
): SlaFact => ({
  ...unsaidOfSlaFact,
  fact_id: `decision/1/crm/${handoff}/${level}/${kind}${count > 1 ? `/${count}` : ''}`,
  fact: kind,
  level,
  policy_id: 'decision',
  policy_version: 1,
  handoff_id: `crm/${handoff}`,
  account_id: `account of ${handoff}`,
  contact_id: handoff,
  started_at: at - 4 * hour_ms,
  due_at: at,
  at,
  derived_at: at,
  ...more,
});

export const breached = (handoff: string, at: number, more: Partial<SlaFact> = {}): SlaFact =>
  fact(handoff, 'breached', 'breach', at, more);

/** A message that a receiver took. */
export interface Received {
  readonly at: number;
  readonly delivery: Delivery;
  /** How many facts were in the log. */
  readonly known: number;
  /** Whether the process died before it had written down that it was told. */
  lost: boolean;
}

/** Partition by handoff, as by account in the topic. */
const partitionOf = ({ handoff_id }: SlaFact): number => handoff_id.length % 2;

export interface WorldSettings {
  readonly directory: Directory;
  readonly age_ms_max?: number;
  readonly retry_ms_max?: number;
  readonly clocks_max?: number;
  readonly now?: number;
}

/** One process after the other, on one log. */
export class World {
  readonly received: Received[] = [];
  /** Every message that was sent, with what came of it. */
  readonly sent: {
    readonly at: number;
    readonly delivery: Delivery;
    readonly ok: boolean;
    readonly life: number;
  }[] = [];
  readonly log: SlaFact[] = [];
  deliveries: Deliveries;
  now: number;
  /** What a receiver answers. */
  answer: (delivery: Delivery, now: number) => Outcome = () => ({ ok: true });
  /** After which of all deliveries the process dies, and how many facts it has written by then. */
  dieAfter: ReadonlyMap<number, number> = new Map();
  #life = 0;
  #read = 0;
  readonly #settings: WorldSettings;

  constructor(settings: WorldSettings) {
    this.#settings = settings;
    this.now = settings.now ?? start;
    this.deliveries = this.#born();
  }

  /** A process dies, the next one reads the log back. */
  restart(): void {
    this.#life += 1;
    this.deliveries = this.#born();
  }

  /** Facts are derived now. */
  say(...facts: readonly SlaFact[]): this {
    this.log.push(...facts);
    this.#work();
    return this;
  }

  /** Time passes. */
  until(at: number): this {
    for (;;) {
      const next = this.#work();
      if (next > at) break;
      this.now = Math.max(this.now + 1, next);
    }
    this.now = Math.max(this.now, at);
    this.#work();
    return this;
  }

  /** Titles of what a channel received: kind and the handoffs of its facts. */
  told(channel_id: string): readonly string[] {
    return this.received
      .filter(({ delivery }) => delivery.channel_id === channel_id)
      .map(({ delivery: { kind, facts } }) => `${kind} ${facts.map((one) => one.contact_id).join(' ')}`);
  }

  /** The log's facts about telling. */
  tellings(kind: 'told' | 'undeliverable' = 'told'): readonly string[] {
    return this.log.filter((one) => one.fact === kind).map(({ fact_id }) => fact_id);
  }

  #born(): Deliveries {
    const { directory, age_ms_max = hour_ms, retry_ms_max = 72 * hour_ms, clocks_max } = this.#settings;
    const limits = clocks_max === undefined ? {} : { clocks_max };
    const deliveries = new Deliveries({ directory, age_ms_max, retry_ms_max, ...limits });
    for (const partition of [0, 1]) deliveries.begin(partition);
    for (const one of this.log) deliveries.take(partitionOf(one), one, null, this.now);
    const written: Written[] = [];
    for (const partition of [0, 1]) written.push(...deliveries.ready(partition, this.now));
    this.#read = this.log.length;
    this.#write(written);
    return deliveries;
  }

  #write(written: readonly Written[]): void {
    this.log.push(...written.map((one) => one.fact));
  }

  /** Reads on, and does all there is to do now; when there will be something again. */
  #work(): number {
    let next = Infinity;
    for (let isIdle = false; !isIdle;) {
      while (this.#read < this.log.length) {
        const one = this.log[this.#read++] as SlaFact;
        this.#write(this.deliveries.take(partitionOf(one), one, null, this.now));
      }
      isIdle = true;
      next = Infinity;
      for (const channel_id of this.#settings.directory.channels.keys()) {
        const step = this.deliveries.next(channel_id, this.now);
        if (step.do === 'wait') next = Math.min(next, step.until);
        else {
          isIdle = false;
          if (step.do === 'give_up') this.#write(this.deliveries.givenUp(step.delivery, step.why, this.now));
          else this.#send(step.delivery);
        }
      }
    }
    return next;
  }

  #send(delivery: Delivery): void {
    const outcome = this.answer(delivery, this.now);
    this.sent.push({ at: this.now, delivery, ok: outcome.ok, life: this.#life });
    if (!outcome.ok) return this.#write(this.deliveries.failed(delivery, outcome, this.now));
    const received = { at: this.now, delivery, known: this.log.length, lost: false };
    this.received.push(received);
    const written = this.deliveries.sent(delivery, this.now);
    const dies = this.dieAfter.get(this.sent.length);
    if (dies === undefined) return this.#write(written);
    // Facts of one clock go in one write.
    const count = delivery.kind === 'digest' ? dies : 0;
    received.lost = count === 0;
    this.#write(written.slice(0, count));
    this.restart();
  }
}

/** Somebody acts on the clock of a handoff at `at`; it is derived at once unless `more` says otherwise. */
export const act = (
  handoff: string,
  kind: SlaFact['fact'],
  at: number,
  more: Partial<SlaFact> = {},
): SlaFact => {
  const cause_event_id = more.cause_event_id ?? `${kind}-${at}`;
  return fact(handoff, kind, 'breach', at, {
    fact_id: `decision/1/crm/${handoff}/breach/${kind}/crm/${cause_event_id}`,
    actor: 'ann',
    ...more,
    cause_event_id,
  });
};
