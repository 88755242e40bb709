// docs/questions.md runs: every question as the analyst asks it, and the answer the page states for the worked example.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, emit, eventually, type NativeEvent } from '../support/revloop.ts';
import { workedExample } from '../support/worked-example.ts';

type Cells = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, string | number | boolean | null>>;
interface Question {
  readonly title: string;
  readonly sql: string;
  /** The table below the SQL. */
  readonly answer: readonly Cells[];
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const questionIn = (section: string): Question => {
  const [, title = ''] = /^(\d+\. .*)$/m.exec(section) ?? [];
  const [, sql = '', after = ''] = /```sql\n([^]*?)```\n([^]*)/.exec(section) ?? [];
  const [header = '', , ...lines] = (/^(\|.*\n)+/m.exec(after)?.[0] ?? '').trim().split('\n');
  const names = cellsOf(header);
  const answer = lines.map((line) =>
    Object.fromEntries(cellsOf(line).map((cell, index) => [names[index] ?? '', cell])),
  );
  return { title, sql, answer };
};

const page = readFileSync(join(projectRoot, 'docs', 'questions.md'), 'utf8');
const questions = page
  .split(/^### /m)
  .slice(1)
  .map((section) => questionIn(section.split(/^## /m)[0] ?? ''));

/** The story has a name and a currency of its own, so that its rows are known among those of others. */
const run = `questions-${randomUUID().slice(0, 8)}-`;
const currency = 'PLN';
const ownStory = (event: NativeEvent): NativeEvent => ({
  ...event,
  ...(event['channel'] !== undefined && { channel: `${run}${event['channel'] as string}` }),
  ...(event['currency'] !== undefined && { currency }),
  ...(event['owner_id'] !== undefined && { owner_id: `${run}${event['owner_id'] as string}` }),
  ...(event.type === 'contact_identified' && { properties: { segment: `${run}enterprise` } }),
});

/** The story's rows, told as the page tells them. */
const answerIn = (rows: readonly Row[]): Cells[] =>
  rows
    .map((row) => Object.entries(row).map(([name, value]) => [name, String(value ?? '')] as const))
    .filter((cells) => cells.some(([, value]) => value.startsWith(run) || value === currency))
    .map((cells) =>
      Object.fromEntries(
        cells.map(([name, value]) => [name, value === currency ? 'EUR' : value.replaceAll(run, '')]),
      ),
    );

describe('docs/questions.md', () => {
  const warehouse = analyst();
  beforeAll(() => emit(...workedExample(`${run}acme`).map(ownStory)));
  afterAll(() => warehouse.close());

  test('asks ten questions, each with its SQL and an answer', () => {
    expect(questions.map(({ title }) => Number.parseInt(title))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { title, sql, answer } of questions) {
      expect(title).toMatch(/\?$/);
      expect(sql).toContain('SELECT');
      expect(answer.length, title).toBeGreaterThan(0);
    }
  });

  for (const { title, sql, answer } of questions)
    test(`${title} The worked example answers as the page says`, async () => {
      const found = await eventually(
        title,
        async () => answerIn(await warehouse.query<Row>(sql)),
        (rows) => isDeepStrictEqual(rows, answer),
        90_000,
      ).catch(async (error: unknown) => {
        // Both beside each other say more than that they differ.
        expect(answerIn(await warehouse.query<Row>(sql))).toEqual(answer);
        throw error;
      });
      expect(found).toEqual(answer);
    });
});
