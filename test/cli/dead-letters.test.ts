// Dead letters on the command line: listed, shown to the last byte, sent again, stored once.
import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { connectRegistry } from '@revloop/infra/registry/client.ts';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { encodeEvent, schemaJson } from '@revloop/schemas/codec.ts';
import { eventRecords, type AvroRecord } from '@revloop/schemas/load.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { analyst, eventually, settings } from '../support/revloop.ts';
import { revloop } from './revloop.ts';
import { newCodec, newProducer, registryOfTest, viewed } from './straight-to-kafka.ts';

const producer = newProducer();
const warehouse = analyst();
afterAll(() => Promise.all([producer.close(), warehouse.close()]));

interface Listed {
  readonly place: string;
  readonly code: string;
  readonly replay_outcome: string;
  readonly replay_of: string;
}

const linesOf = <Row>(stdout: string): readonly Row[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

/** Waits for so many dead letters with that key; oldest first. */
const lettersWith = async (key: Buffer, count: number): Promise<readonly string[]> =>
  (
    await eventually(
      'the dead letters',
      () =>
        warehouse.query<{ place: string }>(
          `SELECT concat(topic, '/', toString(partition), '/', toString(offset)) AS place FROM dead_letters
           WHERE key = unhex('${key.toString('hex')}') ORDER BY partition, offset`,
        ),
      (rows) => rows.length === count,
    )
  ).map(({ place }) => place);

const listed = async (place: string): Promise<Listed | undefined> =>
  linesOf<Listed>((await revloop('dead-letters', 'list', '--json', '--limit', '100000')).stdout).find(
    (letter) => letter.place === place,
  );

const bytesAt = async (place: string): Promise<unknown> =>
  (
    await warehouse.query(
      `SELECT hex(key) AS key, hex(value) AS value FROM dead_letters
       WHERE concat(topic, '/', toString(partition), '/', toString(offset)) = '${place}'`,
    )
  )[0];

/** A message whose schema is registered after it was refused, and where it stood. */
const fixed = { name: `fixed-${randomUUID().slice(0, 8)}`, schema_id: 0, place: '' };

describe('a message that can be read after a fix', () => {
  const { name } = fixed;

  test('is a dead letter while its schema is unknown', async () => {
    const registry = connectRegistry(registryOfTest().url);
    const record = eventRecords.find((one) => one.name === 'ContentViewed') as AvroRecord;
    const told = (doc: string): string => schemaJson({ ...record, doc });
    const newest = await registry.register(`${name}-newest`, told(`${name} newest`));
    fixed.schema_id = newest + 1;
    const bytes = encodeEvent(fixed.schema_id, viewed('once', name));
    await producer.publish(topics.events.name, [{ key: name, value: bytes }]);
    [fixed.place = ''] = await lettersWith(Buffer.from(name), 1);
    expect(await listed(fixed.place)).toMatchObject({ code: 'unknown_schema_id', replay_outcome: '' });
    // The fix.
    expect(await registry.register(`${name}-next`, told(`${name} next`))).toBe(fixed.schema_id);
  });

  test('is decoded when it is shown', async () => {
    const { code, stdout } = await revloop('dead-letters', 'show', fixed.place, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      place: fixed.place,
      decode_fault: null,
      decoded: { record: 'ContentViewed', fields: { header: { event_id: 'once', source: name } } },
    });
  });

  test('is only named by a dry run', async () => {
    const { code, stdout } = await revloop('dead-letters', 'replay', fixed.place, '--dry-run', '--json');
    expect({ code, rows: linesOf(stdout) }).toMatchObject({
      code: 0,
      rows: [{ place: fixed.place, outcome: 'would be sent' }],
    });
    expect(await listed(fixed.place)).toMatchObject({ replay_outcome: '' });
  });
});

describe('a message that nothing mends', () => {
  const key = Buffer.concat([Buffer.from([0xff, 0x00, 0xfe]), Buffer.from(randomUUID())]);
  const value = Buffer.from([9, 0, 0xff, 0xfe, 0x80, ...Buffer.from('any bytes'), 0]);
  let place = '';

  test('is shown to the last byte', async () => {
    await producer.publish(topics.events.name, [{ key, value }]);
    [place = ''] = await lettersWith(key, 1);
    const program = join(projectRoot, 'services', 'cli', 'revloop.mjs');
    const raw = spawnSync(process.execPath, [program, 'dead-letters', 'show', place, '--raw'], {
      env: { PATH: process.env['PATH'], ...settings() },
    });
    expect(raw.stdout).toEqual(value);
    const shown = await revloop('dead-letters', 'show', place);
    expect(shown.stdout).toContain('the first byte is 9, not 0');
    expect(shown.stdout).toContain(
      '00000000  09 00 ff fe 80 61 6e 79 20 62 79 74 65 73 00     |.....any bytes.|',
    );
    expect(shown.stdout).toContain(`0x${key.toString('hex')}`);
  });

  test('is refused again, told so with exit code 1, and comes back with the same bytes', async () => {
    const { code, stdout } = await revloop('dead-letters', 'replay', place);
    expect(code).toBe(1);
    expect(stdout).toContain('refused again: wrong_magic_byte');
    const places = await lettersWith(key, 2);
    const again = places.find((one) => one !== place) ?? '';
    expect(await listed(again)).toMatchObject({ code: 'wrong_magic_byte', replay_of: place });
    expect(await bytesAt(again)).toEqual(await bytesAt(place));
  });

  test('is sent again by filters as itself, never with its repetitions', async () => {
    const { stdout } = await revloop(
      'dead-letters',
      'replay',
      '--code',
      'wrong_magic_byte',
      '--dry-run',
      '--json',
    );
    const chosen = linesOf<Listed>(stdout).map((row) => row.place);
    const mine = await lettersWith(key, 2);
    expect(chosen.filter((one) => mine.includes(one))).toEqual([place]);
  });
});

test('a tombstone without a key is sent again as a tombstone without a key', async () => {
  const since = new Date().toISOString();
  await producer.publish(topics.events.name, [{ key: null, value: null }]);
  const tombstones = async () =>
    linesOf<Listed>(
      (await revloop('dead-letters', 'list', '--code', 'tombstone', '--since', since, '--json')).stdout,
    );
  const [letter] = await eventually('the tombstone', tombstones, (rows) => rows.length === 1);
  const { stdout } = await revloop('dead-letters', 'replay', letter?.place ?? '', '--json');
  expect(linesOf(stdout)).toMatchObject([{ outcome: 'tombstone' }]);
  expect(await tombstones()).toHaveLength(2);
});

test('a list says how many there are of each code', async () => {
  const name = `count-${randomUUID().slice(0, 8)}`;
  const codec = await newCodec();
  const first = viewed('same', name);
  const records = [first, { ...first, channel: 'webinar' }, { ...first, channel: 'partner' }];
  await producer.publish(
    topics.events.name,
    records.map((event) => ({ key: name, value: codec.encodeEvent(event) })),
  );
  await lettersWith(Buffer.from(name), 2);
  const { stdout } = await revloop('dead-letters', 'list', '--source', name, '--limit', '1');
  expect(stdout).toContain('1 shown of 2');
  expect(stdout).toMatch(/conflicting_duplicate +2 +2\n/);
});

test('a place where nothing was refused is told', async () => {
  const { code, stderr } = await revloop('dead-letters', 'show', 'funnel.events/0/999999999');
  expect(code).toBe(1);
  expect(stderr).toContain('there is no dead letter from funnel.events/0/999999999');
});

describe('once the sink knows the schema', () => {
  const { name } = fixed;

  /** Whether an event of the fixed schema is stored; otherwise it was refused. */
  const isRead = async (): Promise<boolean> => {
    const source = `probe-${randomUUID()}`;
    const value = encodeEvent(fixed.schema_id, viewed('probe', source));
    await producer.publish(topics.events.name, [{ key: source, value }]);
    const [fate] = await eventually(
      'the fate of an event',
      () =>
        warehouse.query<{ fate: string }>(
          `SELECT 'stored' AS fate FROM events WHERE source = '${source}'
           UNION ALL SELECT 'refused' AS fate FROM dead_letters WHERE key = '${source}'`,
        ),
      (rows) => rows.length > 0,
    );
    return fate?.fate === 'stored';
  };

  test('the message is stored by a replay, skipped by the next, and stored once however often it is sent', async () => {
    const replay = async (...more: readonly string[]) => {
      const { code, stdout } = await revloop('dead-letters', 'replay', fixed.place, '--json', ...more);
      return { code, outcomes: linesOf<{ outcome: string }>(stdout).map(({ outcome }) => outcome) };
    };
    // It asks for an unknown one again after 30 s, most of which the tests above took.
    await eventually('the sink knows the schema', isRead, (known) => known);
    expect(await replay()).toEqual({ code: 0, outcomes: ['stored'] });
    expect(await replay()).toEqual({ code: 0, outcomes: ['skipped'] });
    expect(await replay('--again')).toEqual({ code: 0, outcomes: ['repeated'] });
    expect(await warehouse.query(`SELECT event_id FROM events WHERE source = '${name}'`)).toEqual([
      { event_id: 'once' },
    ]);
    expect(await listed(fixed.place)).toMatchObject({ replay_outcome: 'repeated' });
  });
});
