// One case judged by the watch: its clock is driven from arrival to arrival and from due time to due time.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Case } from './cases.ts';
import { differenceOf, type Difference } from './cases-match.ts';
import type { Policies } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { no_teams, type Teams } from './teams.ts';
import { Watch, type WatchSettings } from './watch.ts';

/** A look without a time comes this long after the last arrival: longer than any target of people. */
const last_look_ms = 5 * 366 * 86_400_000;
const accounts_max = 1_000;

/** What differs from the expectations, look by look. `settle_ms`: that of alerting. */
export const runCase = (
  { events, looks }: Case,
  policies: Policies,
  settle_ms: number,
  teams: Teams = no_teams,
): readonly Difference[] => {
  // Sorting is stable: what arrives at the same time arrives in the order of the file.
  const arrivals = [...events].sort((a, b) => a.arrived_at - b.arrived_at);
  const drive = new Drive({ policies, settle_ms, teams }, arrivals[0]?.arrived_at ?? 0);
  const end = (arrivals.at(-1)?.arrived_at ?? 0) + last_look_ms;
  return looks.map((look) => {
    const look_at = look.look_at ?? end;
    while (arrivals[0] && arrivals[0].arrived_at <= look_at) drive.arrive(arrivals.shift() as StageEvent);
    drive.until(look_at);
    return differenceOf(look, drive.takeSaid());
  });
};

/** A watch with the time of the case. */
class Drive {
  readonly #watch: Watch;
  #said: SlaFact[] = [];
  #now: number;

  constructor(settings: WatchSettings, now: number) {
    this.#watch = new Watch(settings);
    this.#now = now;
  }

  arrive(event: StageEvent): void {
    this.until(event.arrived_at);
    for (const key of this.#watch.add(event, this.#now)) this.#judge(key, event);
  }

  /** Judges whatever is due until then, each at its time. */
  until(at_ms: number): void {
    for (;;) {
      const next = this.#watch.due.next_ms;
      if (next === undefined || next > at_ms) break;
      this.#now = Math.max(this.#now, next);
      for (const key of this.#watch.due.takeDue(this.#now, accounts_max)) this.#judge(key);
    }
    this.#now = Math.max(this.#now, at_ms);
  }

  /** What was said since the last time. */
  takeSaid(): readonly SlaFact[] {
    const said = this.#said;
    this.#said = [];
    return said;
  }

  #judge(key: string, cause?: StageEvent): void {
    for (const { facts } of this.#watch.judge(key, this.#now, cause)) this.#said.push(...facts);
  }
}
