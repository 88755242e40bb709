// Facts in, in the order of the log; for each channel the next message out. A pure state machine: time is an argument, and all it knows is in the log.
//
// Bound: `clocks_max` clocks are remembered. Beyond, the oldest of those of which nothing waits are forgotten (what was told of them is in the topic and
// in ClickHouse); where something waits of nearly all of them, what waits of the oldest is given up, which a fact says.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { isActKind } from './acts.ts';
import { ChannelTelling, type Step } from './channel-telling.ts';
import { ClockTelling } from './clock-telling.ts';
import {
  deliveryOf,
  toldBy,
  undeliverableBy,
  type Delivery,
  type Outcome,
  type Written,
} from './delivery.ts';
import type { Directory } from './directory.ts';
import { aboutOf, clockKeyOf } from './fact-id.ts';
import { HalfTold } from './half-told.ts';
import type { ChannelHealth } from './health.ts';
import type { Hold } from './holds.ts';
import { isHistory } from './history.ts';
import { isLevel } from './levels.ts';
import { itemsOf, type TellingRules } from './item.ts';
import { Partitions } from './partitions.ts';
import { Renewals } from './renewals.ts';
import { destinationsOf } from './routing.ts';

export interface DeliverySettings {
  readonly directory: Directory;
  readonly age_ms_max: number;
  readonly retry_ms_max: number;
  readonly clocks_max?: number;
}

/** Why nobody was told of something. `over`: it ended before its turn came; `old`: history; `no_route`: no route leads anywhere. */
export type Untold = 'old' | 'no_route' | 'over' | Hold['why'];

/** Measured: 2.3 KB each where something waits on three channels. */
const clocks_max = 50_000;
/** A clock of which nothing can follow is remembered so long, for facts that come twice. */
const settled_ms = 86_400_000;
const sweep_ms = 60_000;

export class Deliveries {
  #rules: TellingRules;
  readonly #clocks_max: number;
  readonly #clocks = new Map<string, ClockTelling>();
  readonly #channels: ReadonlyMap<string, ChannelTelling>;
  readonly #renewals: ReadonlyMap<string, Renewals>;
  readonly #partitions = new Partitions();
  readonly #halfTold = new HalfTold();
  readonly #untold = new Map<Untold, number>();
  #swept_at = 0;
  #hasForgotten = false;

  constructor({ directory, age_ms_max, retry_ms_max, ...limits }: DeliverySettings) {
    const since = (channel_id: string, partition: number): number =>
      this.#partitions.since(channel_id, partition);
    this.#rules = { directory, age_ms_max, retry_ms_max, since };
    this.#clocks_max = limits.clocks_max ?? clocks_max;
    const rules = [...directory.channels.values()];
    this.#channels = new Map(rules.map((one) => [one.channel_id, new ChannelTelling(one, directory)]));
    this.#renewals = new Map(
      rules.filter(({ renews }) => renews).map(({ channel_id }) => [channel_id, new Renewals()]),
    );
  }

  /** How many facts nobody was told of, by why, since the start. */
  get untold(): ReadonlyMap<Untold, number> {
    return this.#untold;
  }

  get clockCount(): number {
    return this.#clocks.size;
  }

  /** Whether there were ever more clocks than can be remembered. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  health(channel_id: string): ChannelHealth {
    return this.#channel(channel_id).health;
  }

  /** The organisation has changed, but not its channels: what waits goes by the new rules from now on. */
  setDirectory(directory: Directory, now: number): void {
    this.#rules = { ...this.#rules, directory };
    for (const channel of this.#channels.values()) channel.setDirectory(directory, now);
    for (const clock of this.#clocks.values())
      if (this.#partitions.isRead(clock.partition)) this.#place(clock, now);
  }

  /** Whether anything is known of a fact's clock. */
  knows(fact: SlaFact): boolean {
    return this.#clocks.has(clockKeyOf(fact));
  }

  /** A partition became ours: its facts follow, from the past on. `since`: what was derived before on a channel is history there. */
  begin(partition: number, since: (channel_id: string) => number = () => 0): void {
    this.end(partition);
    this.#partitions.begin(partition, since);
  }

  /** A partition is not ours any more. */
  end(partition: number): void {
    for (const [key, clock] of this.#clocks) if (clock.partition === partition) this.#forget(key);
    this.#partitions.end(partition);
  }

  /** Takes in the next fact of a partition; `record_key`: its key in the topic. Facts to write, where something had to be given up. */
  take(partition: number, fact: SlaFact, record_key: Uint8Array | null, now: number): readonly Written[] {
    const about = fact.fact === 'told' || fact.fact === 'undeliverable' ? aboutOf(fact) : undefined;
    const isRead = this.#partitions.isRead(partition);
    if (about && !isRead) this.#halfTold.note(fact);
    const begins =
      about !== undefined || fact.fact === 'warned' || fact.fact === 'breached' || isActKind(fact.fact);
    const clock = this.#clockOf(partition, fact, record_key, begins);
    if (!clock) return [];
    clock.touched_at = now;
    if (about) clock.noteTold(fact, about);
    else if (!clock.take(fact)) return [];
    if (!isRead) return [];
    if (!about) this.#countHistory(clock, fact);
    this.#place(clock, now);
    return this.#bounded(now);
  }

  /** A partition has been read up to where its log ended when it became ours. Facts to write: what a digest told and nobody had noted. */
  ready(partition: number, now: number): readonly Written[] {
    this.#partitions.setRead(partition);
    for (const clock of this.#clocks.values()) if (clock.partition === partition) this.#place(clock, now);
    const written = [...this.#completed(now), ...this.#bounded(now)];
    if (this.#partitions.areAllRead) this.#halfTold.forget();
    return written;
  }

  /** What to do now on a channel. A delivery to send counts as under way until `sent` or `failed` is called with it. */
  next(channel_id: string, now: number): Step {
    if (!this.#partitions.areAllRead) return { do: 'wait', until: Infinity };
    this.#sweep(now);
    const renewals = this.#renewals.get(channel_id);
    const { directory } = this.#rules;
    const step = this.#channel(channel_id).next(now, () =>
      renewals?.next(channel_id, this.#clocks.values(), directory, now),
    );
    return step.do === 'wait' && renewals
      ? { do: 'wait', until: Math.min(step.until, Math.max(renewals.next_at, now + 1)) }
      : step;
  }

  /** The receiver took it. The facts to write down. */
  sent(delivery: Delivery, now: number): readonly Written[] {
    this.#channel(delivery.channel_id).sent(delivery, now);
    return this.#noted(delivery, toldBy(delivery, now), now);
  }

  /** It was not taken: it will be sent again, or is given up. The facts to write down. */
  failed(delivery: Delivery, outcome: Exclude<Outcome, { ok: true }>, now: number): readonly Written[] {
    const { why, recheck } = this.#channel(delivery.channel_id).failed(delivery, outcome, now);
    for (const key of recheck) this.#placeKey(key, now);
    return why === undefined ? [] : this.givenUp(delivery, why, now);
  }

  /** It is not sent again. The facts to write down. */
  givenUp(delivery: Delivery, why: string, now: number): readonly Written[] {
    return this.#noted(delivery, undeliverableBy(delivery, why, now), now);
  }

  #noted({ items }: Pick<Delivery, 'items'>, written: readonly Written[], now: number): readonly Written[] {
    for (const { fact } of written) {
      const about = aboutOf(fact);
      if (about) this.#clocks.get(clockKeyOf(fact))?.noteTold(fact, about);
    }
    for (const { clock } of items) this.#placeKey(clock.key, now);
    return written;
  }

  #channel(channel_id: string): ChannelTelling {
    const channel = this.#channels.get(channel_id);
    if (!channel) throw new Error(`there is no channel ${channel_id}`);
    return channel;
  }

  #clockOf(partition: number, fact: SlaFact, record_key: Uint8Array | null, begins: boolean) {
    const key = clockKeyOf(fact);
    let clock = this.#clocks.get(key);
    if (!clock && begins) this.#clocks.set(key, (clock = new ClockTelling(key, partition, record_key)));
    return clock;
  }

  #placeKey(key: string, now: number): void {
    const clock = this.#clocks.get(key);
    if (clock) this.#place(clock, now);
  }

  #place(clock: ClockTelling, now: number): void {
    const items = itemsOf(clock, this.#rules, now);
    for (const [channel_id, channel] of this.#channels) {
      // What waits where no route leads any more, since somebody else owes the answer, is taken back as well.
      if (!items.has(channel_id) && !channel.has(clock.key)) continue;
      const dropped = channel.place(clock.key, items.get(channel_id), now);
      if (dropped) this.#count(dropped.why, dropped.item.facts.length);
    }
  }

  #countHistory(clock: ClockTelling, fact: SlaFact): void {
    if ((fact.fact !== 'warned' && fact.fact !== 'breached') || !isLevel(fact.level)) return;
    const lag_ms = clock.said(fact.level)?.lag_ms ?? 0;
    const { directory } = this.#rules;
    const channels = destinationsOf(fact, directory);
    if (channels.size === 0) this.#count('no_route', 1);
    else if ([...channels.keys()].every((id) => isHistory(fact, lag_ms, clock.partition, id, this.#rules)))
      this.#count('old', 1);
  }

  #count(why: Untold, facts: number): void {
    this.#untold.set(why, (this.#untold.get(why) ?? 0) + facts);
  }

  #completed(now: number): readonly Written[] {
    if (this.#halfTold.isEmpty) return [];
    const written: Written[] = [];
    for (const [channel_id, channel] of this.#channels)
      for (const sendable of channel.sendable(now))
        for (const { message_id, items } of this.#halfTold.completed(channel_id, sendable)) {
          for (const { clock } of items) channel.forget(clock.key);
          const delivery = { ...deliveryOf(channel_id, items, true), message_id };
          written.push(...this.#noted(delivery, toldBy(delivery, now), now));
        }
    return written;
  }

  /** Forgets the oldest clocks, a twentieth at a time, where there are too many. */
  #bounded(now: number): readonly Written[] {
    if (this.#clocks.size <= this.#clocks_max) return [];
    this.#hasForgotten = true;
    const goal = this.#clocks_max - Math.floor(this.#clocks_max / 20);
    for (const key of this.#clocks.keys()) {
      if (this.#clocks.size <= goal) return [];
      if (!this.#isWaiting(key)) this.#forget(key);
    }
    const written: Written[] = [];
    for (const key of this.#clocks.keys()) {
      if (this.#clocks.size <= goal) break;
      for (const [channel_id, channel] of this.#channels) {
        const item = channel.waitingOf(key);
        const given_up = item ? deliveryOf(channel_id, [item], false) : undefined;
        if (given_up) written.push(...undeliverableBy(given_up, 'too much waits to be told', now));
      }
      this.#forget(key);
    }
    return written;
  }

  #isWaiting(key: string): boolean {
    return [...this.#channels.values()].some((channel) => channel.has(key));
  }

  #forget(key: string): void {
    this.#clocks.delete(key);
    for (const channel of this.#channels.values()) channel.forget(key);
  }

  #sweep(now: number): void {
    if (now < this.#swept_at + sweep_ms) return;
    this.#swept_at = now;
    for (const [key, clock] of this.#clocks)
      if (clock.isOver && now - clock.touched_at > settled_ms && !this.#isWaiting(key)) this.#forget(key);
  }
}
