// What receivers that forget, such as Alertmanager, are sent again every few minutes: what is open there, and for a while what has ended.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ClockTelling } from './clock-telling.ts';
import { renewalOf, type Delivery } from './delivery.ts';
import { teamOf, type Directory } from './directory.ts';
import { levels } from './levels.ts';

const renew_ms = 180_000;
const ended_ms = 900_000;
/** Facts in one request. */
const facts_max = 500;

/** What a channel knows of a clock by now. */
const knownOf = (clock: ClockTelling, channel_id: string, now: number): readonly SlaFact[] => {
  const there = clock.there.get(channel_id);
  if (!there) return [];
  const open = levels.flatMap((level) => {
    const fact = there.levels.get(level)?.stands ? clock.inForce(level) : undefined;
    return fact ?? [];
  });
  if (open.length > 0 || now - there.told_at > ended_ms) return open;
  const withdrawn = levels.flatMap((level) => {
    const fact = clock.said(level)?.fact;
    return fact?.fact === 'withdrawn' && there.levels.has(level) ? fact : [];
  });
  return clock.end && there.isEndTold ? [clock.end] : withdrawn;
};

export class Renewals {
  #next_at = 0;
  #ready: Delivery[] = [];

  /** The next message that keeps the receiver up to date, where it is time for one. */
  next(
    channel_id: string,
    clocks: Iterable<ClockTelling>,
    directory: Directory,
    now: number,
  ): Delivery | undefined {
    if (now >= this.#next_at) {
      this.#next_at = now + renew_ms;
      this.#ready = this.#collect(channel_id, clocks, directory, now);
    }
    return this.#ready.shift();
  }

  get next_at(): number {
    return this.#ready.length > 0 ? 0 : this.#next_at;
  }

  /** One team's alerts have their team's label: they are not mixed. */
  #collect(
    channel_id: string,
    clocks: Iterable<ClockTelling>,
    directory: Directory,
    now: number,
  ): Delivery[] {
    const byTeam = new Map<string, SlaFact[]>();
    for (const clock of clocks)
      for (const fact of knownOf(clock, channel_id, now)) {
        const team = teamOf(directory, fact);
        const facts = byTeam.get(team);
        if (facts) facts.push(fact);
        else byTeam.set(team, [fact]);
      }
    const deliveries: Delivery[] = [];
    for (const facts of byTeam.values())
      for (let at = 0; at < facts.length; at += facts_max)
        deliveries.push(renewalOf(channel_id, facts.slice(at, at + facts_max), now));
    return deliveries;
  }
}
