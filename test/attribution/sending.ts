// Sends generated events as emitters do at their worst: shuffled, in batches, a fifth of them twice.
import fc from 'fast-check';
import { untilAllIsIn } from '../cli/revloop.ts';
import { emit, type NativeEvent } from '../support/revloop.ts';

const batch_events_max = 400;

const shuffled = <T>(list: readonly T[], length: number, seed: number): T[] =>
  fc.sample(fc.shuffledSubarray([...list], { minLength: length, maxLength: length }), {
    seed,
    numRuns: 1,
  })[0] ?? [];

/** A fifth of the events, the same for the same seed. */
export const someOf = (events: readonly NativeEvent[], seed: number): NativeEvent[] =>
  shuffled(events, Math.floor(events.length / 5), seed);

/** Events in any order, in batches; the same order for the same seed. */
export const sendShuffled = async (events: readonly NativeEvent[], seed: number): Promise<void> => {
  const order = shuffled(events, events.length, seed);
  for (let from = 0; from < order.length; from += batch_events_max)
    await emit(...order.slice(from, from + batch_events_max));
};

/**
 * Waits until everything sent so far is visible in every table. The second round matters: ClickHouse commits a view's part (who belongs to whom)
 * up to 0.2 s after the events', so only an insert that began after the first round's had ended proves that those are complete.
 */
export const untilSettled = async (): Promise<void> => {
  await untilAllIsIn();
  await untilAllIsIn();
};
