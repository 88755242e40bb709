// Keeps attribution_credits up to date: looks for new arrivals, computes the accounts they touch, remembers how far it came. Chains are solved beside it.
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import { accounts_max, newRanges, nextVersion, portions } from './core/plan.ts';
import { pauseAfter } from './core/round-pace.ts';
import type { ChannelEffects } from './channel-effects.ts';
import { contradictions, newVersions, type CustomModel } from './core/custom-models.ts';
import type { Credits } from './credits.ts';
import type { AttributionMetrics } from './metrics.ts';

export interface KeeperSettings {
  readonly credits: Credits;
  readonly effects: ChannelEffects;
  readonly custom_models: readonly CustomModel[];
  readonly lookback_days: readonly number[];
  readonly poll_ms: number;
  readonly log: Logger;
  readonly metrics: AttributionMetrics;
}

/** A loop over the arrivals, another over what is to be solved; they stop between two rounds. */
export class Keeper {
  readonly #settings: KeeperSettings;
  #done = new Map<number, bigint>();
  #version = 0n;
  #rebuilt = 0n;
  #computedWith = '';
  #resumed = false;
  /** What does not work at present, and why. */
  readonly #failures = new Map<string, string>();
  #running = true;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(settings: KeeperSettings) {
    this.#settings = settings;
  }

  start(): void {
    this.#loops = Promise.all([
      this.#repeat('credits not refreshed', () => this.#refresh()),
      // Beside the rounds: credits do not wait for chains to be solved.
      this.#repeat('channel effects not solved', () => this.#solve()),
    ]);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#loops;
  }

  /** Throws the reason why credits are not being kept up to date. */
  check(): void {
    const [failure] = this.#failures;
    if (failure) throw new Error(failure.join(': '));
    // A long first round is work, not a failure: how far behind it is, `revloop_attribution_waiting_events` says.
    if (!this.#resumed) throw new Error('not started yet');
  }

  /** Again and again until stopped; `step` resolves to the milliseconds to wait after it. */
  async #repeat(what: string, step: () => Promise<number>): Promise<void> {
    while (this.#running) {
      try {
        const pause_ms = await step();
        this.#failures.delete(what);
        await pause(pause_ms);
      } catch (error) {
        if (!(error instanceof SurroundingsError) || !error.retriable) throw error;
        const reason = reasonOf(error);
        this.#failures.set(what, reason);
        this.#settings.log.warn({ reason }, `${what}, trying again`);
        await pause(1_000);
      }
    }
  }

  async #refresh(): Promise<number> {
    const { poll_ms } = this.#settings;
    if (!this.#resumed) await this.#resume();
    this.#resumed = true;
    await this.#noticeRebuild();
    const startedAt = performance.now();
    return (await this.#round()) ? pauseAfter(performance.now() - startedAt, poll_ms) : poll_ms;
  }

  async #solve(): Promise<number> {
    await this.#settings.effects.settle();
    return this.#settings.poll_ms;
  }

  /** Goes on where the last process stopped; other windows or models than before mean every account anew. */
  async #resume(): Promise<void> {
    const { credits, effects, lookback_days, log } = this.#settings;
    const models = await this.#defineModels();
    this.#computedWith = JSON.stringify({ lookback_days, models });
    const { done, version, settings: former } = await credits.progress();
    const same = former === this.#computedWith;
    this.#version = version;
    this.#done = new Map(same ? done : []);
    // Effects may be those of before the credits a crash came after.
    if (version > 0n) effects.invalidate(version);
    if (former !== undefined && !same)
      log.info({ former, now: this.#computedWith }, 'settings changed, every account is computed anew');
  }

  /** Stores new versions of the custom models; resolves to those that count, as `name version`. */
  async #defineModels(): Promise<readonly string[]> {
    const { credits, custom_models } = this.#settings;
    const stored = await credits.customModels();
    const faults = contradictions(custom_models, stored);
    if (faults.length > 0) throw new Error(faults.join('; '));
    const added = newVersions(custom_models, stored);
    if (added.length > 0) await credits.defineModels(added);
    return [...stored, ...added].map(({ model, version }) => `${model} ${version}`).sort();
  }

  /** A rebuild by hand stores paths under a version of its own: ours must be above it, and the effects are solved from what it stored. */
  async #noticeRebuild(): Promise<void> {
    const { credits, effects } = this.#settings;
    const rebuilt = await credits.rebuilt();
    if (rebuilt <= this.#rebuilt) return;
    this.#rebuilt = rebuilt;
    if (rebuilt > this.#version) this.#version = rebuilt;
    effects.invalidate(this.#version);
  }

  /** Resolves to whether there was anything to do. */
  async #round(): Promise<boolean> {
    const { credits, effects, lookback_days, metrics } = this.#settings;
    const ends = await credits.partitionEnds();
    const ranges = newRanges(ends, this.#done);
    metrics.waiting.set(
      ends.reduce(
        (sum, { partition, offset }) => sum + Number(offset - (this.#done.get(partition) ?? -1n)),
        0,
      ),
    );
    if (ranges.length === 0) return false;
    const accounts = await credits.changedAccounts(ranges);
    this.#version = nextVersion(this.#version, Date.now());
    const took = metrics.seconds.startTimer();
    // 1. Credits, portion by portion; each account changes in one step. A crash after some leaves the others as they were: they come again.
    for (const portion of portions(accounts, accounts_max))
      await credits.refresh(portion, {
        lookbacks: lookback_days,
        policies: stageCreditPolicies,
        version: this.#version,
      });
    // 2. How far we came. A crash before computes the same accounts once more, with the same result.
    await credits.remember(ranges, this.#version, this.#computedWith);
    effects.invalidate(this.#version);
    took();
    metrics.accounts.inc(accounts.length);
    for (const { partition, to } of ranges) this.#done.set(partition, to);
    return true;
  }
}
