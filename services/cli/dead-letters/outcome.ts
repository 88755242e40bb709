// Waits until the sink has told what became of messages that were sent again.
import { setTimeout as pause } from 'node:timers/promises';
import { placeText } from '../core/dead-letters/place.ts';
import type { Letter, Letters } from './letters.ts';

/** By place: what the sink told; undefined where it has not within the time. */
export type Outcomes = ReadonlyMap<string, string | undefined>;

const poll_ms = 500;
/** Places asked for at a time: they travel in the URL. */
const places_max = 2_000;

/** Asks until each letter has been read again since `sent` was looked up, at most `wait_ms`. */
export const awaitOutcomes = async (
  letters: Letters,
  sent: readonly Letter[],
  wait_ms: number,
): Promise<Outcomes> => {
  const outcomes = new Map<string, string | undefined>(sent.map((letter) => [placeText(letter), undefined]));
  let open = sent;
  for (const giveUpAt = performance.now() + wait_ms; ;) {
    open = await stillOpen(letters, open, outcomes);
    const left_ms = giveUpAt - performance.now();
    if (open.length === 0 || left_ms <= 0) return outcomes;
    await pause(Math.min(poll_ms, left_ms));
  }
};

const stillOpen = async (
  letters: Letters,
  open: readonly Letter[],
  outcomes: Map<string, string | undefined>,
): Promise<readonly Letter[]> => {
  const left: Letter[] = [];
  for (let from = 0; from < open.length; from += places_max) {
    const asked = open.slice(from, from + places_max);
    const filter = { code: '', source: '', since_ms: 0, places: asked, waiting: false, rows_max: places_max };
    const now = new Map((await letters.find(filter)).map((letter) => [placeText(letter), letter]));
    for (const letter of asked) {
      const found = now.get(placeText(letter));
      // A letter that is gone meanwhile (its time was over, or its person was erased) is not waited for.
      if (found && found.replayed_at === letter.replayed_at) left.push(letter);
      else outcomes.set(placeText(letter), found?.replay_outcome ?? 'gone');
    }
  }
  return left;
};
