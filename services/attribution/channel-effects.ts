// Keeps channel_effects up to date: solves the Markov chains of each window anew after credits have changed.
import type { Logger } from '@revloop/infra/runtime/log.ts';
import { effectsOf, markovModels } from './core/path-transitions.ts';
import { dueAfter } from './core/solve-pace.ts';
import type { Credits } from './credits.ts';
import type { AttributionMetrics } from './metrics.ts';

export interface EffectsSettings {
  readonly credits: Credits;
  readonly lookback_days: readonly number[];
  readonly log: Logger;
  readonly metrics: AttributionMetrics;
}

export class ChannelEffects {
  readonly #settings: EffectsSettings;
  #version = 0n;
  #stale = false;
  #due_at = 0;

  constructor(settings: EffectsSettings) {
    this.#settings = settings;
  }

  /** Paths have changed; `version` is that of the credits. */
  invalidate(version: bigint): void {
    this.#stale = true;
    this.#version = version;
  }

  /** Solves what is due. */
  async settle(): Promise<void> {
    if (!this.#stale || performance.now() < this.#due_at) return;
    const startedAt = performance.now();
    this.#stale = false;
    // Credits may change while this solves: what it stores is at least as new as the version it began with.
    const version = this.#version;
    try {
      for (const lookback_days of this.#settings.lookback_days) await this.#solve(lookback_days, version);
    } catch (error) {
      this.#stale = true;
      throw error;
    }
    const took_ms = performance.now() - startedAt;
    this.#settings.metrics.solving_seconds.observe(took_ms / 1_000);
    this.#due_at = performance.now() + dueAfter(took_ms);
  }

  async #solve(lookback_days: number, version: bigint): Promise<void> {
    const { credits, log } = this.#settings;
    const order_max = Math.max(...Object.values(markovModels).map(({ order }) => order));
    const [plain, staged] = [
      await credits.pathTransitions(lookback_days, order_max, false),
      await credits.pathTransitions(lookback_days, 1, true),
    ];
    const rows = Object.entries(markovModels).map(([model, { byStage }]) =>
      effectsOf(model, byStage ? staged : plain),
    );
    for (const { model, refused } of rows)
      if (refused !== '')
        log.warn({ model, lookback_days, reason: refused }, 'channel effects are not solved');
    // 1. The models of a window in one insert. A crash before leaves the former ones: they are solved anew at the next start.
    await credits.storeEffects(rows, lookback_days, version);
  }
}
