import { expect, test } from 'vitest';
import { unroll } from '../../core/unroll.ts';
import { layOut } from './sankey-layout.ts';

const area = { width: 1000, top: 20, height: 400, right: 80 };
const move = (from: string, to: string, direction: 'forward' | 'back', moves: number) => {
  const [from_stage = '', from_visit = 0, from_cycle = 0] = from.split(' ');
  const [stage = '', visit_no = 0, cycle_no = 0] = to.split(' ');
  return {
    from_stage: from_stage as 'mql',
    from_visit: Number(from_visit),
    from_cycle: Number(from_cycle),
    stage: stage as 'mql',
    visit_no: Number(visit_no),
    cycle_no: Number(cycle_no),
    direction,
    moves,
  };
};

const graph = unroll(
  [
    move('', 'engaged 1 1', 'forward', 100),
    move('engaged 1 1', 'mql 1 1', 'forward', 60),
    move('mql 1 1', 'engaged 2 2', 'back', 20),
    move('engaged 2 2', 'mql 2 2', 'forward', 10),
    move('mql 1 1', 'won 1 1', 'forward', 5),
  ],
  { cycles_max: 3, visits_max: 3 },
);

test('every link leads to the right, loops included', () => {
  for (const link of layOut(graph, area).links) expect(link.to.x0).toBeGreaterThan(link.from.x1);
});

test('everything stays inside its area', () => {
  for (const node of layOut(graph, area).nodes) {
    expect(node.x1).toBeLessThanOrEqual(area.width - area.right + 0.01);
    expect(node.y1).toBeLessThanOrEqual(area.top + area.height + 0.01);
    expect(node.y0).toBeGreaterThanOrEqual(area.top - 0.01);
  }
});

test('a node is as tall as its visits, so what stayed is visible', () => {
  const [engaged, mql] = layOut(graph, area).nodes;
  expect((mql!.y1 - mql!.y0) / (engaged!.y1 - engaged!.y0)).toBeCloseTo(0.6, 5);
});

test('nothing to draw is nothing drawn', () => {
  expect(layOut({ nodes: [], links: [], later_visits: 0 }, area)).toEqual({ nodes: [], links: [] });
});
