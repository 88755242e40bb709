// The unrolled graph → places and paths: columns are fixed by cycle and stage, d3-sankey spreads the rest. Pure.
import { sankey } from 'd3-sankey';
import type { MoveLink, Unrolled, VisitNode } from '../../core/unroll.ts';

export interface PlacedNode extends VisitNode {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface PlacedLink extends MoveLink {
  readonly path: string;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
  readonly middle: { readonly x: number; readonly y: number };
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

interface Area {
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Room for the labels of the last column. */
  readonly right: number;
}

const node_px = 9;
const gap_px = 34;
const width_px_min = 1.5;

/** Lays the graph out. A node is as tall as its visits, or as what comes in or goes out, if that is more. */
export const layOut = (graph: Unrolled, area: Area): Layout => {
  if (graph.nodes.length === 0) return { nodes: [], links: [] };
  const columns = Math.max(...graph.nodes.map((node) => node.column)) + 1;
  const flow = (id: string, end: 'source' | 'target'): number =>
    graph.links.reduce((sum, link) => (link[end] === id ? sum + link.moves : sum), 0);
  const generator = sankey<VisitNode, MoveLink>()
    .nodeId((node) => node.id)
    .nodeAlign((node) => node.column)
    .nodeWidth(node_px)
    .nodePadding(gap_px)
    .nodeSort(undefined)
    .iterations(24)
    .extent([
      [1, area.top],
      [area.width - area.right, area.top + area.height],
    ]);
  const placed = generator({
    nodes: graph.nodes.map((node) => ({
      ...node,
      fixedValue: Math.max(node.visits, flow(node.id, 'source'), flow(node.id, 'target')),
    })),
    links: graph.links.map((link) => ({ ...link, value: link.moves })),
  });
  const step = columns > 1 ? (area.width - area.right - 1 - node_px) / (columns - 1) : 0;
  for (const node of placed.nodes) {
    // d3-sankey gives the columns that exist as depths; ours are fixed, so that the same stage stands at the same place.
    node.x0 = 1 + node.column * step;
    node.x1 = node.x0 + node_px;
  }
  const nodes = placed.nodes as unknown as PlacedNode[];
  const links = placed.links.map((link) => {
    const from = link.source as unknown as PlacedNode;
    const to = link.target as unknown as PlacedNode;
    return {
      source: from.id,
      target: to.id,
      direction: link.direction,
      moves: link.moves,
      path: ribbon(
        { x: from.x1, y: link.y0 ?? 0 },
        { x: to.x0, y: link.y1 ?? 0 },
        Math.max(width_px_min, link.width ?? 0),
      ),
      from,
      to,
      middle: { x: (from.x1 + to.x0) / 2, y: ((link.y0 ?? 0) + (link.y1 ?? 0)) / 2 },
    };
  });
  return { nodes, links };
};

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The outline of a band of this thickness between two points, its ends upright. */
const ribbon = (from: Point, to: Point, thickness: number): string => {
  const half = thickness / 2;
  const middle = (from.x + to.x) / 2;
  const edge = (start: Point, end: Point, dy: number): string =>
    `${start.x} ${start.y + dy}C${middle} ${start.y + dy} ${middle} ${end.y + dy} ${end.x} ${end.y + dy}`;
  return `M${edge(from, to, -half)}L${edge(to, from, half)}Z`;
};
