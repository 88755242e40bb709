// Keeps attribution_credits up to date: looks for new arrivals, computes the accounts they touch, remembers how far it came.
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { accounts_max, newRanges, nextVersion, portions } from './core/plan.ts';
import { stageCreditPolicies } from './core/policies.ts';
import type { Credits } from './credits.ts';
import type { AttributionMetrics } from './metrics.ts';

export interface KeeperSettings {
  readonly credits: Credits;
  readonly lookback_days: readonly number[];
  readonly poll_ms: number;
  readonly log: Logger;
  readonly metrics: AttributionMetrics;
}

/** One loop over the arrivals; stops between rounds. */
export class Keeper {
  readonly #settings: KeeperSettings;
  #done = new Map<number, bigint>();
  #version = 0n;
  #failure: string | undefined = 'not started yet';
  #running = true;
  #loop: Promise<void> = Promise.resolve();

  constructor(settings: KeeperSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loop;
  }

  /** Throws the reason why credits are not being kept up to date. */
  check(): void {
    if (this.#failure !== undefined) throw new Error(this.#failure);
  }

  async #run(): Promise<void> {
    let resumed = false;
    while (this.#running) {
      try {
        if (!resumed) await this.#resume();
        resumed = true;
        const refreshed = await this.#round();
        this.#failure = undefined;
        if (!refreshed) await pause(this.#settings.poll_ms);
      } catch (error) {
        if (!(error instanceof SurroundingsError) || !error.retriable) throw error;
        this.#failure = reasonOf(error);
        this.#settings.log.warn({ reason: this.#failure }, 'credits not refreshed, trying again');
        await pause(1_000);
      }
    }
  }

  /** Goes on where the last process stopped; other windows than before mean every account anew. */
  async #resume(): Promise<void> {
    const { credits, lookback_days, log } = this.#settings;
    const { done, version } = await credits.progress();
    const computed = await credits.computedWindows();
    const same = computed.length === 0 || computed.join() === lookback_days.join();
    this.#version = version;
    this.#done = new Map(same ? done : []);
    if (!same) log.info({ computed, lookback_days }, 'windows changed, every account is computed anew');
  }

  /** Resolves to whether there was anything to do. */
  async #round(): Promise<boolean> {
    const { credits, lookback_days, metrics } = this.#settings;
    const ends = await credits.partitionEnds();
    const ranges = newRanges(ends, this.#done);
    metrics.waiting.set(
      ends.reduce(
        (sum, { partition, offset }) => sum + Number(offset - (this.#done.get(partition) ?? -1n)),
        0,
      ),
    );
    if (ranges.length === 0) return false;
    const changed = await Promise.all(ranges.map((range) => credits.changedAccounts(range)));
    const accounts = [...new Set(changed.flat())].sort();
    this.#version = nextVersion(this.#version, Date.now());
    const took = metrics.seconds.startTimer();
    // 1. Credits, portion by portion; each account changes in one step. A crash after some leaves the others as they were: they come again.
    for (const portion of portions(accounts, accounts_max))
      await credits.refresh(portion, lookback_days, stageCreditPolicies, this.#version);
    // 2. How far we came. A crash before computes the same accounts once more, with the same result.
    await credits.remember(ranges, this.#version);
    took();
    metrics.accounts.inc(accounts.length);
    for (const { partition, to } of ranges) this.#done.set(partition, to);
    return true;
  }
}
