import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stages, type Stage } from '@revloop/schemas/stages.ts';
import type { MoveRow } from './rows.ts';
import { unroll } from './unroll.ts';

type Place = readonly [Stage, number, number];
const move = (
  from: Place | null,
  to: Place,
  moves: number,
  direction: MoveRow['direction'] = 'forward',
): MoveRow => ({
  from_stage: from?.[0] ?? '',
  from_visit: from?.[1] ?? 0,
  from_cycle: from?.[2] ?? 0,
  stage: to[0],
  visit_no: to[1],
  cycle_no: to[2],
  direction,
  moves,
});
const limits = { cycles_max: 3, visits_max: 3 };

test('a buyer thrown back from mql and won later unrolls into visits from left to right', () => {
  const graph = unroll(
    [
      move(null, ['engaged', 1, 1], 10),
      move(['engaged', 1, 1], ['mql', 1, 1], 10),
      move(['mql', 1, 1], ['engaged', 2, 2], 4, 'back'),
      move(['engaged', 2, 2], ['mql', 2, 2], 3),
    ],
    limits,
  );
  expect(graph.nodes.map(({ id, column, visits }) => [id, column, visits])).toEqual([
    ['1.engaged.1', 0, 10],
    ['1.mql.1', 1, 10],
    ['2.engaged.2', 2, 4],
    ['2.mql.2', 3, 3],
  ]);
  expect(graph.links).toContainEqual({
    source: '1.mql.1',
    target: '2.engaged.2',
    direction: 'back',
    moves: 4,
  });
});

test('two accounts whose visit numbers would make a circle do not, because the cycle is part of the node', () => {
  const graph = unroll(
    [
      move(['mql', 1, 1], ['engaged', 2, 2], 1, 'back'),
      // This account was accepted without an mql first, so its first mql comes after its second engaged visit.
      move(['engaged', 2, 2], ['mql', 1, 2], 1),
    ],
    limits,
  );
  expect(graph.nodes.map((node) => node.id)).toEqual(['1.mql.1', '2.engaged.2', '2.mql.1']);
});

test('a repeat counts as a visit and draws no link', () => {
  const graph = unroll([move(['mql', 1, 1], ['mql', 2, 1], 2, 'repeat')], limits);
  expect(graph.links).toEqual([]);
  expect(graph.nodes).toMatchObject([{ id: '1.mql.2', visits: 2, repeats: 2 }]);
});

test('visits with numbers beyond the last one drawn share its node, which says so', () => {
  const graph = unroll(
    [move(null, ['mql', 3, 1], 2), move(null, ['mql', 5, 1], 4), move(null, ['won', 3, 1], 1)],
    limits,
  );
  expect(graph.nodes).toMatchObject([
    { id: '1.mql.3', visits: 6, and_later: true },
    { id: '1.won.3', visits: 1, and_later: false },
  ]);
});

test('visits beyond the last cycle shown are counted, not drawn', () => {
  const graph = unroll([move(['mql', 3, 3], ['engaged', 4, 4], 7, 'back')], limits);
  expect(graph).toEqual({ nodes: [], links: [], later_visits: 7 });
});

test('whatever the moves, every link leads to a later column and no visit is lost', () => {
  const stage = fc.constantFrom(...stages);
  const number = fc.integer({ min: 1, max: 9 });
  const anyMove = fc.record({
    from_stage: fc.option(stage, { nil: '' as const }),
    from_visit: number,
    from_cycle: number,
    stage,
    visit_no: number,
    cycle_no: number,
    direction: fc.constantFrom('forward' as const, 'back' as const, 'repeat' as const),
    moves: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
      const graph = unroll(moves, limits);
      const columnOf = new Map(graph.nodes.map((node) => [node.id, node.column]));
      for (const link of graph.links)
        expect(columnOf.get(link.target)).toBeGreaterThan(columnOf.get(link.source) ?? Infinity);
      const total = moves.reduce((sum, one) => sum + one.moves, 0);
      expect(graph.nodes.reduce((sum, node) => sum + node.visits, graph.later_visits)).toBe(total);
    }),
  );
});
