// Are the dead letters the poison and the conflicts that are in Kafka, by place and bytes, each once, and nothing else?
import { topics } from '@revloop/schemas/topics.ts';
import { readTopic } from './kafka-log.ts';
import { conflict_mark } from './load.ts';
import { printOf } from './planter.ts';
import type { Scene } from './scene.ts';

export interface DeadLettersVerdict {
  readonly expected: number;
  readonly messages: number;
  readonly mismatches: readonly string[];
}

/** Code and bytes by place. */
type Letters = Map<string, string>;

const mark = Buffer.from(conflict_mark);

/** What has to be refused, judged from the log and the harness's books alone. A batch that was sent twice planted its conflict twice. */
const expectedLetters = async ({
  whole: { env },
  planter,
}: Scene): Promise<{ letters: Letters; messages: number }> => {
  const letters: Letters = new Map();
  let messages = 0;
  await readTopic(env, topics.events.name, ({ partition, offset, key, value }) => {
    messages += 1;
    const print = printOf(key, value);
    const code = planter.planted.get(print) ?? (value?.includes(mark) ? 'conflicting_duplicate' : undefined);
    if (code !== undefined) letters.set(`${partition}/${offset}`, `${code} ${print}`);
  });
  return { letters, messages };
};

const difference = (what: string, expected: Letters, found: Letters): string[] => {
  const absent = [...expected].filter(([place]) => !found.has(place));
  const surplus = [...found].filter(([place]) => !expected.has(place));
  const other = [...expected].filter(([place, letter]) => found.has(place) && found.get(place) !== letter);
  const told = ([place, letter]: [string, string]): string => `${place} ${letter.slice(0, 200)}`;
  return [
    ...(absent[0] ? [`${what}: ${absent.length} are absent, ${told(absent[0])} among them`] : []),
    ...(surplus[0] ? [`${what}: ${surplus.length} too many, ${told(surplus[0])} among them`] : []),
    ...(other[0]
      ? [`${what}: ${other.length} differ: ${told(other[0])}, but ${found.get(other[0][0])?.slice(0, 200)}`]
      : []),
  ];
};

export const verifyDeadLetters = async (scene: Scene): Promise<DeadLettersVerdict> => {
  const { letters, messages } = await expectedLetters(scene);
  const rows = await scene.whole.clickhouse.query<{
    place: string;
    letter: string;
    value: string;
    key: string;
  }>(
    `SELECT concat(toString(partition), '/', toString(offset)) AS place, code AS letter, base64Encode(key) AS key, base64Encode(value) AS value
     FROM stored_dead_letters WHERE topic = {topic:String}`,
    { topic: topics.events.name },
  );
  const stored: Letters = new Map(
    rows.map(({ place, letter, key, value }) => [place, `${letter} ${key} ${value}`]),
  );
  // A row has empty bytes where the message has none.
  const asRows: Letters = new Map(
    [...letters].map(([place, letter]) => [place, letter.replace('no key', '').replace('no value', '')]),
  );
  const inTopic: Letters = new Map();
  await readTopic(scene.whole.env, topics.deadLetter.name, ({ key, value, headers }) => {
    const header = (name: string): string => String(headers[`__connect.errors.${name}`]);
    if (header('topic') !== topics.events.name) return;
    const place = `${header('partition')}/${header('offset')}`;
    inTopic.set(place, `${header('exception.class.name')} ${printOf(key, value)}`);
  });
  return {
    expected: letters.size,
    messages,
    mismatches: [
      ...difference('dead letters', asRows, stored),
      ...(rows.length > stored.size ? [`dead letters: ${rows.length - stored.size} rows are doubled`] : []),
      ...difference('dead-letter topic', letters, inTopic),
    ],
  };
};
