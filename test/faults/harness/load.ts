// Emitters that keep the rules: each batch is sent again until it is acknowledged. Some repeat earlier events, some send other content under their ids.
import { setTimeout as pause } from 'node:timers/promises';
import type { Prng } from '../../../services/cli/core/demo/prng.ts';
import { eventually } from '../../support/eventually.ts';
import type { NativeEvent } from '../../support/revloop.ts';
import { postTo } from '../posting.ts';
import type { Ledger, Sent } from './ledger.ts';
import { createStoryteller } from './stories.ts';

type Env = Readonly<Record<string, string>>;

/** The write key's source. */
const source = 'local';
/** What a conflicting content says, and nothing else does: it is found by that in the bytes. */
export const conflict_mark = 'conflict:';
/** Events acknowledged while "the load goes on". */
export const some_events = 50;
const stories_per_batch = 2;
const pause_ms = 300;

const sentOf = (event: NativeEvent): Sent => {
  const text = (name: string): string => (typeof event[name] === 'string' ? event[name] : '');
  return {
    source,
    event_id: event.event_id,
    type: event.type,
    account_id: text('account_id'),
    channel: text('channel'),
    ...(event.type === 'opportunity_won' && { won_amount: text('amount') }),
  };
};

export interface Load {
  readonly ledger: Ledger;
  /** Every answer but 202 that was met; 0 stands for none. */
  readonly refusals: ReadonlySet<number>;
  /** Resolves once some more events were acknowledged, with the newest of them. */
  readonly goesOn: () => Promise<Sent>;
  /** Nothing new is sent from now on; resolves when what was under way is acknowledged. */
  readonly rest: () => Promise<void>;
  readonly resume: () => void;
  /** As `rest`, for good. */
  readonly end: () => Promise<void>;
  /** Stops at once, acknowledged or not: the run has failed. */
  readonly abandon: () => void;
}

/** Ingest answers 202, says "again" (0: nobody listened, or the connection broke), or has a defect. */
const again = new Set([0, 429, 503]);

const sendUntilAcknowledged = async (
  env: Env,
  batch: readonly NativeEvent[],
  refused: (status: number) => void,
  abandoned: AbortSignal,
): Promise<void> => {
  for (;;) {
    abandoned.throwIfAborted();
    const response = await postTo(env, batch).catch(() => undefined);
    // An answer that breaks off after its status is none: ingest was killed while it wrote.
    const text = await response?.text().catch(() => undefined);
    const status = text === undefined ? 0 : (response?.status ?? 0);
    if (status === 202) {
      if (text?.includes('"rejected":[]')) return;
      throw new Error(`the harness sent events that ingest rejects: ${text?.slice(0, 500)}`);
    }
    if (!again.has(status)) throw new Error(`ingest answered ${status}: ${text?.slice(0, 500)}`);
    refused(status);
    await pause(50);
  }
};

/** Starts `emitters` of them. */
export const startLoad = (env: Env, prng: Prng, ledger: Ledger, emitters = 3): Load => {
  const refusals = new Set<number>();
  const abandoned = new AbortController();
  let ended = false;
  let resting = 0;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let flowing = true;

  const emit = async (name: string, own: Prng): Promise<void> => {
    const tell = createStoryteller(name, own, Date.now());
    let earlier: readonly NativeEvent[] = [];
    for (let count = 0; ; count += 1) {
      resting += 1;
      await gate.promise;
      resting -= 1;
      if (ended) return;
      const fresh = Array.from({ length: stories_per_batch }, tell).flat();
      const repeated = earlier.length > 0 && own.chance(0.3) ? [own.pick(earlier)] : [];
      const victim = earlier.length > 0 && own.chance(0.15) ? own.pick(earlier) : undefined;
      const conflicting = victim ? [{ ...victim, campaign_id: `${conflict_mark}${name}-${count}` }] : [];
      await sendUntilAcknowledged(
        env,
        [...fresh, ...repeated, ...conflicting],
        (status) => refusals.add(status),
        abandoned.signal,
      );
      for (const event of fresh) ledger.acknowledge(sentOf(event));
      earlier = fresh;
      await pause(pause_ms);
    }
  };
  let failure: Error | undefined;
  const sending = Promise.all(
    Array.from({ length: emitters }, (_, index) => emit(`e${index}`, prng.fork(`emitter ${index}`))),
  ).catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  const check = (): void => {
    if (failure) throw failure;
  };
  const rest = async (): Promise<void> => {
    if (flowing) {
      gate = Promise.withResolvers<void>();
      flowing = false;
    }
    await eventually(
      'what was under way is acknowledged',
      () => Promise.resolve(check()).then(() => resting),
      (count) => count === emitters,
      120_000,
    );
  };
  const resume = (): void => {
    flowing = true;
    gate.resolve();
  };
  return {
    ledger,
    refusals,
    goesOn: async () => {
      const before = ledger.size;
      await eventually(
        'the load goes on',
        () => Promise.resolve(check()).then(() => ledger.size),
        (size) => size > before + some_events,
        90_000,
      );
      return ledger.newest as Sent;
    },
    rest,
    resume,
    abandon: () => {
      abandoned.abort();
      ended = true;
      resume();
    },
    end: async () => {
      await rest();
      ended = true;
      resume();
      await sending;
      check();
    },
  };
};
