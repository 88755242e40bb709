// The kinds of faults: each hurts something and resolves when that has happened and the victim answers again.
import { setTimeout as pause } from 'node:timers/promises';
import { failpointNames, type FailpointName } from './failpoints.ts';
import type { PartName } from './parts.ts';
import { everythingGoesOn, type Scene } from './scene.ts';
import { session_ms } from './whole.ts';

export interface Fault {
  readonly name: string;
  /** Of one deck of faults, how many are of this kind. */
  readonly weight: number;
  /** Resolves to when the fault was over (`performance.now()`), from which on recovery is counted. */
  readonly inject: (scene: Scene) => Promise<number>;
}

/** Parts that events pass through: they are hurt more often, and have to answer again before the next fault. */
const carriers: readonly PartName[] = ['ingest', 'sink', 'kafka', 'clickhouse'];

const kill = (...victims: readonly PartName[]): Fault => ({
  name: `kill -9 ${victims.join(' with ')}`,
  weight: victims.length === 1 && victims.every((victim) => carriers.includes(victim)) ? 2 : 1,
  inject: async ({ whole: { parts } }) => {
    const hit = [];
    for (const victim of victims)
      hit.push({ victim, lives: parts.lives(victim), pid: await parts.signal(victim, 'SIGKILL') });
    const at = performance.now();
    for (const { victim, lives, pid } of hit)
      if (carriers.includes(victim)) await parts.answersAgain(victim, lives);
      else await parts.runsAgain(victim, pid);
    return at;
  },
});

const dieAfter = (name: FailpointName): Fault => ({
  name: `die after ${name}`,
  weight: 1,
  inject: async (scene) => {
    const { parts, failpoints } = scene.whole;
    const victim = name.startsWith('ingest') ? 'ingest' : 'sink';
    const lives = parts.lives(victim);
    failpoints.arm(name);
    if (name.startsWith('sink.dead_letters')) await scene.planter.plant(scene.prng);
    // Nothing is settled while there is always more to do.
    if (name === 'sink.settled') await scene.load.rest();
    await failpoints.hit(name);
    const at = performance.now();
    scene.load.resume();
    await parts.answersAgain(victim, lives);
    return at;
  },
});

const cutAnswer = (table: string): Fault => ({
  name: `cut the answer to an insert into ${table}`,
  weight: 1,
  inject: async (scene) => {
    const cut = scene.whole.cutter.cutNextInsertInto(table);
    if (table === 'stored_dead_letters') await scene.planter.plant(scene.prng);
    await Promise.race([
      cut,
      pause(60_000, undefined, { ref: false }).then(() => {
        throw new Error(`nothing was inserted into ${table} within 60 s`);
      }),
    ]);
    return performance.now();
  },
});

const freeze = (part: PartName): Fault => ({
  name: `SIGSTOP ${part} for seconds`,
  weight: 1,
  inject: async ({ whole: { parts }, prng }) => {
    await parts.signal(part, 'SIGSTOP');
    // Time is the fault here: nothing to wait for.
    await pause(prng.integer(1_500, 4_000));
    await parts.signal(part, 'SIGCONT');
    return performance.now();
  },
});

/** Frozen for longer than its session while another sink takes its partitions over, then let go on where it stood. */
const zombieSink: Fault = {
  name: 'a zombie sink: SIGSTOP beyond its session, another takes over, SIGCONT',
  weight: 1,
  inject: async (scene) => {
    const { parts } = scene.whole;
    await parts.signal('sink', 'SIGSTOP');
    const frozenAt = performance.now();
    const second = await scene.whole.startSecondSink();
    try {
      await everythingGoesOn(scene);
      await pause(Math.max(0, frozenAt + session_ms + 500 - performance.now()));
    } finally {
      await parts.signal('sink', 'SIGCONT');
    }
    const at = performance.now();
    await everythingGoesOn(scene);
    await second.leave();
    return at;
  },
};

/** A second sink takes partitions away in mid-batch, and gives them back by dying or by leaving. */
const rebalance = (end: 'kill' | 'leave'): Fault => ({
  name: `rebalance: a second sink joins and ${end === 'kill' ? 'dies' : 'leaves'}`,
  weight: 1,
  inject: async (scene) => {
    const lives = scene.whole.parts.lives('sink');
    const second = await scene.whole.startSecondSink();
    await everythingGoesOn(scene);
    if (scene.whole.parts.lives('sink') !== lives) throw new Error('the first sink died of the rebalance');
    const at = performance.now();
    if (end === 'kill') second.kill();
    else await second.leave();
    return at;
  },
});

/** Every kind, the most telling first. */
export const faults: readonly Fault[] = [
  kill('ingest'),
  kill('sink'),
  kill('kafka'),
  kill('clickhouse'),
  kill('sink', 'clickhouse'),
  kill('ingest', 'kafka'),
  ...failpointNames.map(dieAfter),
  ...['event_claims', 'stored_dead_letters', 'identity_links', 'stored_events', 'arrived_batches'].map(
    cutAnswer,
  ),
  freeze('kafka'),
  freeze('clickhouse'),
  zombieSink,
  rebalance('kill'),
  rebalance('leave'),
  kill('attribution', 'alerting'),
  kill('registry'),
];
