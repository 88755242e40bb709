// The loop Sankey: visits from left to right, so that a loop leads on to the next cycle; thrown back is striped with a dashed edge.
import type { Unrolled } from '../../core/unroll.ts';
import { formatCount, plural } from '../format.ts';
import { stageName } from '../words.ts';
import { Chart, Mark, usePattern } from './chart.tsx';
import { type Layout, layOut, type PlacedLink, type PlacedNode } from './sankey-layout.ts';

interface Props {
  readonly graph: Unrolled;
}

const top_px = 52;
const height_px = 430;
const right_px = 78;
const column_px_min = 92;

export const LoopSankey = ({ graph }: Props) => {
  const columns = Math.max(0, ...graph.nodes.map((node) => node.column)) + 1;
  return (
    <Chart
      label="Visits and the moves between them, cycle by cycle"
      height={top_px + height_px + 12}
      marks={graph.nodes.length + graph.links.length}
      width_min={columns * column_px_min}
    >
      {(width) => {
        const layout = layOut(graph, { width, top: top_px, height: height_px, right: right_px });
        return <Drawn layout={layout} />;
      }}
    </Chart>
  );
};

const Drawn = ({ layout }: { readonly layout: Layout }) => {
  // Keyboard order: each node, then the moves out of it.
  const order = layout.nodes.flatMap((node) => [
    node.id,
    ...layout.links.filter((link) => link.source === node.id).map(linkId),
  ]);
  return (
    <>
      <Cycles nodes={layout.nodes} />
      {layout.links.map((link) => (
        <LinkMark key={linkId(link)} link={link} index={order.indexOf(linkId(link))} />
      ))}
      {layout.nodes.map((node) => (
        <NodeMark key={node.id} node={node} index={order.indexOf(node.id)} />
      ))}
    </>
  );
};

interface Named {
  readonly stage: string;
  readonly visit_no: number;
  readonly and_later?: boolean;
  readonly cycle_no: number;
}

const visitName = (node: Named): string => `visit ${node.visit_no}${node.and_later ? '+' : ''}`;

const linkId = (link: PlacedLink): string => `${link.source}>${link.target}>${link.direction}`;

/** `MQL · visit 2`, and its cycle where it is not the first. */
export const nodeName = (node: Named): string =>
  `${stageName(node.stage)} · ${visitName(node)}${node.cycle_no > 1 ? ` (cycle ${node.cycle_no})` : ''}`;

const LinkMark = ({ link, index }: { readonly link: PlacedLink; readonly index: number }) => {
  const stripes = usePattern('back');
  return (
    <Mark
      index={index}
      className={`link ${link.direction}`}
      x={link.middle.x}
      y={link.middle.y}
      reading={{
        title: `${nodeName(link.from)} → ${nodeName(link.to)}`,
        facts: [`${plural(link.moves, 'move')}${link.direction === 'back' ? ', ↩ thrown back' : ''}`],
      }}
    >
      <path d={link.path} {...(link.direction === 'back' ? { style: { fill: stripes } } : {})} />
    </Mark>
  );
};

const NodeMark = ({ node, index }: { readonly node: PlacedNode; readonly index: number }) => {
  const back = node.cycle_no > 1 && node.stage === 'engaged';
  return (
    <Mark
      index={index}
      className={`node ${node.stage === 'won' ? 'won' : back ? 'back' : ''}`}
      x={node.x1}
      y={node.y0}
      reading={{
        title: nodeName(node),
        facts: [
          plural(node.visits, 'visit'),
          ...(node.repeats > 0 ? [`${formatCount(node.repeats)} of them repeats`] : []),
        ],
      }}
    >
      <rect
        x={node.x0}
        y={node.y0}
        width={node.x1 - node.x0}
        height={Math.max(2, node.y1 - node.y0)}
        rx={1}
      />
      <text className="halo" x={node.x0} y={node.y0 - 17}>
        {stageName(node.stage)}
      </text>
      <text className="halo muted small" x={node.x0} y={node.y0 - 5}>
        {visitName(node)} · {formatCount(node.visits)}
      </text>
    </Mark>
  );
};

const Cycles = ({ nodes }: { readonly nodes: readonly PlacedNode[] }) => {
  const starts = new Map<number, number>();
  for (const node of nodes)
    starts.set(node.cycle_no, Math.min(starts.get(node.cycle_no) ?? Infinity, node.x0));
  return (
    <g aria-hidden="true">
      {[...starts].map(([cycle, x]) => (
        <g key={cycle} className="cycle">
          <line x1={x - 7} x2={x - 7} y1={0} y2={top_px + height_px + 8} />
          <text x={x} y={12}>
            Cycle {cycle}
          </text>
        </g>
      ))}
    </g>
  );
};
