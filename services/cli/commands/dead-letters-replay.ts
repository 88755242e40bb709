// `revloop dead-letters replay`: sends dead letters again as they were, and tells what the sink made of them.
import { placeText, type Place } from '../core/dead-letters/place.ts';
import { Letters, type Letter } from '../dead-letters/letters.ts';
import { awaitOutcomes, type Outcomes } from '../dead-letters/outcome.ts';
import { sendAgain } from '../dead-letters/send-again.ts';
import { exitCodes, UsageError, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { print, say } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface ReplayOptions {
  readonly code?: string;
  readonly source?: string;
  /** UTC milliseconds. */
  readonly since?: number;
  readonly all?: true;
  readonly limit: number;
  readonly again?: true;
  readonly dryRun?: true;
  /** Seconds. */
  readonly wait: number;
  readonly json?: true;
}

/** Exit code 1 where one was refused again, is not told in time, or does not exist. */
export const runReplay = async (places: readonly Place[], options: ReplayOptions): Promise<ExitCode> => {
  checkChoice(places, options);
  const letters = new Letters(process.env);
  try {
    const { chosen, skipped } = await choose(letters, places, options);
    if (options.dryRun) return await tell(options, chosen, skipped, undefined);
    if (chosen.length > 0) await sendAgain(letters, chosen, process.env);
    say(`${chosen.length.toLocaleString('en-US')} sent again`);
    return await tell(options, chosen, skipped, await awaitOutcomes(letters, chosen, options.wait * 1000));
  } finally {
    await letters.close();
  }
};

const checkChoice = (places: readonly Place[], { code, source, since, all }: ReplayOptions): void => {
  const filtered = code !== undefined || source !== undefined || since !== undefined;
  if (places.length === 0 && !filtered && !all)
    throw new UsageError('say which: places (topic/partition/offset), --code, --source, --since, or --all');
  if (places.length > 0 && (filtered || all)) throw new UsageError('give either places or filters, not both');
};

interface Choice {
  /** Oldest first. */
  readonly chosen: readonly Letter[];
  /** Named, but stored meanwhile or not there: by place. */
  readonly skipped: ReadonlyMap<string, string>;
}

const resolved = ['stored', 'repeated', 'erased'];

const choose = async (
  letters: Letters,
  places: readonly Place[],
  { code = '', source = '', since = 0, limit, again }: ReplayOptions,
): Promise<Choice> => {
  // Repetitions of another letter are chosen by name only: else each refused replay would double what the next one sends.
  const waiting = places.length === 0 && !again;
  const filter = { code, source, since_ms: since, places, waiting };
  const found = await letters.find({ ...filter, rows_max: places.length || limit });
  const fits = found.filter((letter) => again === true || !resolved.includes(letter.replay_outcome));
  const originals = fits.filter((letter) => places.length > 0 || letter.replay_of === '');
  const skipped = new Map(
    places.map((place) => {
      const letter = found.find((one) => placeText(one) === placeText(place));
      return [placeText(place), letter ? `${letter.replay_outcome} already` : 'no dead letter'];
    }),
  );
  for (const letter of originals) skipped.delete(placeText(letter));
  return { chosen: originals.toReversed(), skipped };
};

const untold = 'not told yet';
const gone = 'gone';

/** The sink tells `stored`, `repeated`, `erased`, or the code it refused the message with. */
const textOf = (outcome: string): string =>
  [...resolved, untold, gone].includes(outcome) ? outcome : `refused again: ${outcome}`;

const tell = async (
  { json, dryRun, wait }: ReplayOptions,
  chosen: readonly Letter[],
  skipped: ReadonlyMap<string, string>,
  outcomes: Outcomes | undefined,
): Promise<ExitCode> => {
  const rows = [
    ...chosen.map((letter) => {
      const outcome = outcomes ? (outcomes.get(placeText(letter)) ?? untold) : 'would be sent';
      return {
        place: placeText(letter),
        code: letter.code,
        outcome,
        text: outcomes ? textOf(outcome) : outcome,
      };
    }),
    ...[...skipped].map(([place, why]) => ({ place, code: '', outcome: 'skipped', text: `skipped: ${why}` })),
  ];
  if (json) for (const row of rows) await print(`${JSON.stringify(row)}\n`);
  else if (rows.length === 0) await print('no dead letter fits\n');
  else await print(table([['place', 'was', 'now'], ...rows.map((row) => [row.place, row.code, row.text])]));
  const missing = [...skipped.values()].includes('no dead letter');
  if (dryRun) return missing ? exitCodes.problems : exitCodes.ok;
  const told = rows.slice(0, chosen.length).map(({ outcome }) => outcome);
  if (told.includes(untold))
    say(`the sink has not told of all of them within ${wait} s: revloop dead-letters list tells later`);
  return missing || told.some((outcome) => !resolved.includes(outcome) && outcome !== gone)
    ? exitCodes.problems
    : exitCodes.ok;
};
