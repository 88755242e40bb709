// `revloop dead-letters list`: which events were refused, why, and what their replays came to.
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { placeText } from '../core/dead-letters/place.ts';
import { Letters, type CodeCount, type Letter } from '../dead-letters/letters.ts';
import { print } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface ListOptions {
  readonly code?: string;
  readonly source?: string;
  /** UTC milliseconds. */
  readonly since?: number;
  readonly limit: number;
  readonly waiting?: true;
  readonly json?: true;
}

/** Newest first; with --json one object a line. */
export const runList = async (options: ListOptions): Promise<ExitCode> => {
  const { code = '', source = '', since = 0, limit, waiting = false, json } = options;
  const filter = { code, source, since_ms: since, places: [], waiting, rows_max: limit };
  const letters = new Letters(process.env);
  try {
    const found = await letters.find(filter);
    if (json) for (const letter of found) await print(`${JSON.stringify(asJson(letter))}\n`);
    else await print(readable(found, await letters.codes(filter)));
  } finally {
    await letters.close();
  }
  return exitCodes.ok;
};

const asJson = (letter: Letter): object => ({ place: placeText(letter), ...letter });

const stateOf = ({ replay_outcome, replay_of }: Letter): string => {
  if (replay_of !== '') return `repeats ${replay_of}`;
  if (replay_outcome === '') return 'waits';
  return ['stored', 'repeated', 'erased'].includes(replay_outcome)
    ? `replayed: ${replay_outcome}`
    : `replayed: refused again, ${replay_outcome}`;
};

const readable = (letters: readonly Letter[], codes: readonly CodeCount[]): string => {
  if (codes.length === 0) return 'no dead letters\n';
  const rows = letters.map((letter) => [
    placeText(letter),
    letter.refused_at.slice(0, 19),
    letter.code,
    letter.source || '-',
    letter.event_id || '-',
    stateOf(letter),
  ]);
  const all = codes.reduce((sum, { dead_letters }) => sum + dead_letters, 0);
  const head = ['place', 'refused at (UTC)', 'code', 'source', 'event', 'state'];
  return [
    rows.length > 0 ? table([head, ...rows]) : '  none waits\n',
    `\n${letters.length.toLocaleString('en-US')} shown of ${all.toLocaleString('en-US')}\n`,
    table([
      ['code', 'dead letters', 'waiting'],
      ...codes.map(({ code, dead_letters, waiting }) => [code, dead_letters, waiting]),
    ]),
  ].join('');
};
