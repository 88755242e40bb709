// Moves between visits → a graph without circles, for the loop Sankey. Pure.
// A visit is a node by cycle, stage and number. Every move leads to a later cycle or, within a cycle, to a later stage (a loop
// begins a cycle), so (cycle, stage) orders the nodes into columns and no link ever leads back to the left.
import { stages, type Stage } from '@revloop/schemas/stages.ts';
import type { MoveRow } from './rows.ts';

export interface VisitNode {
  readonly id: string;
  readonly stage: Stage;
  readonly visit_no: number;
  /** True where visits with later numbers share this node. */
  readonly and_later: boolean;
  readonly cycle_no: number;
  /** Column, from 0, without gaps. */
  readonly column: number;
  readonly visits: number;
  /** Of the visits, those that repeated the stage their subject already held. */
  readonly repeats: number;
}

export interface MoveLink {
  readonly source: string;
  readonly target: string;
  readonly direction: 'forward' | 'back';
  readonly moves: number;
}

export interface Unrolled {
  readonly nodes: readonly VisitNode[];
  readonly links: readonly MoveLink[];
  /** Visits of later cycles than asked for, which the graph leaves out. */
  readonly later_visits: number;
}

export interface UnrollLimits {
  readonly cycles_max: number;
  /** Visits with a number beyond this share one node per stage and cycle. */
  readonly visits_max: number;
}

const rank = (stage: Stage): number => stages.indexOf(stage);
const idOf = (cycle: number, stage: Stage, visit: number): string => `${cycle}.${stage}.${visit}`;

/** Adds `amount` under `key`. */
const add = (sums: Map<string, number>, key: string, amount: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + amount);
};

/** Unrolls the moves of a period into columns: cycle 1 engaged … won, cycle 2 engaged … won, and so on. */
export const unroll = (moves: readonly MoveRow[], limits: UnrollLimits): Unrolled => {
  const visitsOf = new Map<string, number>();
  const repeatsOf = new Map<string, number>();
  const linksOf = new Map<string, number>();
  const seen = new Map<string, { stage: Stage; visit_no: number; and_later: boolean; cycle_no: number }>();
  let later_visits = 0;
  const note = (cycle_no: number, stage: Stage, visit: number): string => {
    const visit_no = Math.min(visit, limits.visits_max);
    const id = idOf(cycle_no, stage, visit_no);
    const and_later = visit > visit_no || seen.get(id)?.and_later === true;
    seen.set(id, { stage, visit_no, and_later, cycle_no });
    return id;
  };
  for (const move of moves) {
    if (move.cycle_no > limits.cycles_max) {
      later_visits += move.moves;
      continue;
    }
    const target = note(move.cycle_no, move.stage, move.visit_no);
    add(visitsOf, target, move.moves);
    if (move.direction === 'repeat') add(repeatsOf, target, move.moves);
    if (move.direction === 'repeat' || move.from_stage === '' || !rises(move)) continue;
    const source = note(move.from_cycle, move.from_stage, move.from_visit);
    add(linksOf, `${source}>${target}>${move.direction}`, move.moves);
  }
  const columns = columnsOf([...seen.values()]);
  const nodes = [...seen].map(([id, node]) => ({
    id,
    ...node,
    column: columns.indexOf(columnKey(node)),
    visits: visitsOf.get(id) ?? 0,
    repeats: repeatsOf.get(id) ?? 0,
  }));
  const links = [...linksOf].map(([key, count]) => {
    const [source = '', target = '', direction] = key.split('>');
    return { source, target, direction: direction as 'forward' | 'back', moves: count };
  });
  return { nodes: nodes.sort(inOrder), links, later_visits };
};

/** True where a move leads to a later column, as the ledger's rules promise; a move that doesn't would make a circle. */
const rises = (move: MoveRow): boolean =>
  move.from_stage !== '' &&
  (move.cycle_no > move.from_cycle ||
    (move.cycle_no === move.from_cycle && rank(move.stage) > rank(move.from_stage)));

const columnKey = (node: { stage: Stage; cycle_no: number }): number =>
  node.cycle_no * stages.length + rank(node.stage);

const columnsOf = (nodes: readonly { stage: Stage; cycle_no: number }[]): number[] =>
  [...new Set(nodes.map(columnKey))].sort((a, b) => a - b);

const inOrder = (a: VisitNode, b: VisitNode): number => a.column - b.column || a.visit_no - b.visit_no;
