// One run: a whole Revloop under load, fault after fault, then the comparison of what was sent with what is there.
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { createPrng } from '../../../services/cli/core/demo/prng.ts';
import type { Fault } from './faults.ts';
import { Ledger } from './ledger.ts';
import { startLoad } from './load.ts';
import { startPlanter } from './planter.ts';
import { everythingGoesOn, type Scene } from './scene.ts';
import { verifyDeadLetters } from './verify-dead-letters.ts';
import { doubledRows, verifyAudit, verifyEvents } from './verify-events.ts';
import { verifyViews } from './verify-views.ts';
import type { Whole } from './whole.ts';

/** What became of one fault. */
export interface Outcome {
  readonly name: string;
  /** From the end of the fault until an event acknowledged after it was stored. */
  readonly recovery_s: number;
  /** Rows that were stored twice since the fault before. */
  readonly doubled: number;
  /** Why the run could not go on. */
  readonly stuck?: string;
}

export interface RunResult {
  readonly outcomes: readonly Outcome[];
  readonly acknowledged: number;
  readonly messages: number;
  readonly stored: number;
  readonly dead_letters: number;
  readonly large: string;
  readonly lost: readonly string[];
  readonly doubled: number;
  readonly mismatches: readonly string[];
  readonly refusals: readonly number[];
  readonly duration_s: number;
}

type Say = (line: string) => void;

const hurt = async (scene: Scene, fault: Fault, doubledBefore: number): Promise<Outcome> => {
  await scene.planter.plant(scene.prng);
  const at = await fault.inject(scene);
  await everythingGoesOn(scene);
  const recovery_s = (performance.now() - at) / 1_000;
  return {
    name: fault.name,
    recovery_s,
    doubled: (await doubledRows(scene.whole.clickhouse)) - doubledBefore,
  };
};

const hurtAll = async (scene: Scene, plan: readonly Fault[], say: Say): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  let doubled = 0;
  for (const [index, fault] of plan.entries()) {
    say(`fault ${index + 1} of ${plan.length}: ${fault.name}`);
    try {
      const outcome = await hurt(scene, fault, doubled);
      doubled = Math.max(doubled, doubled + outcome.doubled);
      outcomes.push(outcome);
      say(
        `  recovered after ${outcome.recovery_s.toFixed(1)} s, ${scene.load.ledger.size} events acknowledged, ${doubled} doubled`,
      );
    } catch (error) {
      const stuck = reasonOf(error);
      say(`  stuck: ${stuck}`);
      outcomes.push({ name: fault.name, recovery_s: NaN, doubled: 0, stuck });
      break;
    }
  }
  return outcomes;
};

/** Runs the plan against the Revloop, which has to be fresh: everything in it is compared with what is sent here. */
export const runFaults = async (
  whole: Whole,
  plan: readonly Fault[],
  seed: string,
  say: Say,
): Promise<RunResult> => {
  const startedAt = performance.now();
  const prng = createPrng(`faults/${seed}`);
  const ledger = new Ledger();
  const planter = await startPlanter(whole.env, ledger);
  const load = startLoad(whole.env, prng.fork('load'), ledger);
  const scene: Scene = { whole, load, planter, prng: prng.fork('faults') };
  try {
    await everythingGoesOn(scene);
    const large = await planter.plantLarge();
    say(`a message of 5 MB: ${large}`);
    await planter.plantAll();
    const outcomes = await hurtAll(scene, plan, say);
    const stuck = outcomes.flatMap(({ name, stuck: reason }) =>
      reason ? [`stuck after ${name}: ${reason}`] : [],
    );
    say('the load ends, what was sent is compared with what is there');
    await load.end();
    const events = await verifyEvents(scene, ledger);
    const audit = await verifyAudit(scene);
    const letters = await verifyDeadLetters(scene);
    return {
      outcomes,
      acknowledged: ledger.size,
      messages: letters.messages,
      stored: events.stored,
      dead_letters: letters.expected,
      large,
      lost: events.lost,
      // Rows that were doubled for a while count, also where a merge has removed them since.
      doubled: Math.max(
        events.doubled,
        outcomes.reduce((sum, outcome) => sum + Math.max(0, outcome.doubled), 0),
      ),
      mismatches: [
        ...stuck,
        ...events.mismatches,
        ...audit,
        ...letters.mismatches,
        ...(await verifyViews(scene, ledger)),
      ],
      refusals: [...load.refusals].sort((a, b) => a - b),
      duration_s: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    load.abandon();
    await planter.close();
  }
};
