// Time → the watch → what is to be said. One short interval looks at the heap; no timer runs to a deadline, so none can be lost.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectGarbage } from '@revloop/infra/runtime/collect-garbage.ts';
import type { Ownership } from './core/ownership.ts';
import type { Watch } from './core/watch.ts';
import type { Emitter } from './emit.ts';

const poll_ms = 100;
/** Accounts judged in one go: what a backlog may take from the event loop at a time. */
const accounts_max = 1_000;
/** So many in a row are judged when they have become ours: that is worth being cleaned up after. */
const many_accounts = 10_000;

export interface DueParts {
  readonly watch: Watch;
  readonly ownership: Ownership;
  readonly emitter: Emitter;
  readonly onCrash: (error: unknown) => void;
}

/** Judges what is due, every 100 ms, until stopped. While Kafka is away it waits; what is due stays due. */
export const startDue = ({ watch, ownership, emitter, onCrash }: DueParts): (() => void) => {
  let isEmitting = false;
  const tick = async (): Promise<void> => {
    for (let judged = 0; ; judged += accounts_max) {
      const now = Date.now();
      const keys = watch.due.takeDue(now, accounts_max);
      if (keys.length === 0) {
        if (judged > many_accounts) collectGarbage();
        return;
      }
      // Those of others are due again when they become ours.
      const ours = keys.filter((key) => ownership.owns(key));
      await emitter.emit(ours.flatMap((key) => watch.judge(key, now)));
      await nextTurn();
    }
  };
  const interval = setInterval(() => {
    if (isEmitting) return;
    isEmitting = true;
    tick()
      .catch(onCrash)
      .finally(() => (isEmitting = false));
  }, poll_ms);
  return () => clearInterval(interval);
};
