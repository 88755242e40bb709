// The month of docs/sla.md reads as the guide says, on worked figures; what docs/alerting.md asks is answered.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyst, services } from '../support/revloop.ts';
import { act, clock, put, run } from './sla-rows.ts';

const owner = services();
const warehouse = analyst();
afterAll(() => Promise.all([owner.close(), warehouse.close()]));

const guideOf = (name: string): string => readFileSync(join(projectRoot, 'docs', name), 'utf8');
const sla = guideOf('sla.md');
const asked = (guide: string): readonly string[] =>
  [...guide.matchAll(/```sql\n([^]*?)```|`(SELECT [^`]+)`/g)].map(
    ([, block, inline]) => block ?? inline ?? '',
  );
const questions = asked(guideOf('alerting.md'));

/** Policies and teams of the run, so that its rows are known among those of others. */
const of = (team: string) => ({ owner_id: 'sam', team: `${run}-${team}` });

beforeAll(() =>
  put(owner, [
    ...clock(
      'mql_decision',
      'month-met',
      ['started', 0, of('west')],
      ['met', 30, { ...of('west'), business_seconds: 1_800, outcome: 'mql_accepted' }],
    ),
    ...clock(
      'mql_decision',
      'month-seen',
      ['started', 0, of('west')],
      ['breached', 60, of('west')],
      act('acknowledged', 70, 'sam', of('west')),
    ),
    ...clock('mql_decision', 'month-missed', ['started', 0, of('west')], ['breached', 60, of('west')]),
    ...clock(
      'mql_decision',
      'month-recycled',
      ['started', 0, of('west')],
      ['ended', 20, { ...of('west'), outcome: 'expired' }],
    ),
    ...['month-east-1', 'month-east-2'].flatMap((handoff) =>
      clock(
        'mql_decision',
        handoff,
        ['started', 0, of('east')],
        ['met', 30, { ...of('east'), business_seconds: 1_800, outcome: 'mql_rejected' }],
      ),
    ),
    ...clock('accepted_to_opportunity', 'month-open', ['started', 0, of('west')]),
  ]),
);

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('the month of the guide is what its question answers', async () => {
  const [, after = ''] = sla.split('## Read the month');
  const [header = '', , ...lines] = (/^(\|.*\n)+/m.exec(after)?.[0] ?? '').trim().split('\n');
  const names = cellsOf(header);
  const stated = lines.map((line) =>
    Object.fromEntries(cellsOf(line).map((cell, at) => [names[at] ?? '', cell])),
  );
  const rows = await warehouse.query<Record<string, string | number | null>>(asked(after)[0] ?? '');
  const own = rows
    .filter(({ policy_id }) => String(policy_id).startsWith(run))
    .filter(({ team }) => String(team).startsWith(run))
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, String(value ?? '').replace(`${run}-`, '')]),
      ),
    );
  expect(stated.length).toBeGreaterThan(2);
  expect(own).toEqual(stated);
});

test.each(questions)('the analyst may ask %s', async (question) => {
  await warehouse.query(question);
});
