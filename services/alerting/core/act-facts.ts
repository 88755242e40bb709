// What people did about a clock while it ran → facts; and how they are named and recognised.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { ActKind } from './telling/acts.ts';
import type { Clock } from './clock.ts';
import { idBase, type Draft } from './facts.ts';
import { isReassignment, ownerAt } from './owner.ts';
import { dueAtOf, endedAt, isPausing, pausesOf } from './pauses.ts';
import { handoffIdOf, type StageEvent } from './stage-event.ts';

export interface ActDraft {
  /** Names the act among those of its clock: source/event_id. */
  readonly act_id: string;
  readonly draft: Draft;
}

/**
 * One fact for each act, in order. `due_at`: the clock's due time by what was done up to then, the act included; while it is paused, what
 * it would be if the pause were over at once. A pause that the policy version does not know, and a reassignment to nobody, are comments.
 */
export const actDrafts = (clock: Clock): readonly ActDraft[] => {
  const { acts, policy } = clock;
  let due_at = clock.first_due_at;
  return acts.flatMap((event, at) => {
    if (!event.act) return [];
    if (isPausing(event, policy.pause)) due_at = dueAfter(clock, acts.slice(0, at + 1), event.occurred_at);
    const { actor, note, until } = event.act;
    const draft: Draft = {
      fact: kindOf(event, event.act.action, policy.pause),
      level: 'breach',
      due_at,
      at: event.occurred_at,
      owner_id: ownerAt(clock, event.occurred_at),
      reason: event.reason,
      cause_event_id: event.event_id,
      actor,
      note,
      until,
    };
    return { act_id: handoffIdOf(event), draft };
  });
};

const dueAfter = (clock: Clock, acts: readonly StageEvent[], at_ms: number): number => {
  const { policy, calendar, start, first_due_at } = clock;
  const target = policy.levels.find(({ level }) => level === 'breach')?.target;
  const pauses = endedAt(pausesOf(acts, policy.pause), at_ms);
  return (target && dueAtOf(target, calendar, start.occurred_at, pauses)) ?? first_due_at;
};

/** By the event and the policy version alone: what else happens changes no id. */
const kindOf = (event: StageEvent, action: ActKind, reasons: ReadonlySet<string>): ActKind => {
  const isPauseAct = action === 'paused' || action === 'resumed';
  const hasEffect = isPauseAct ? isPausing(event, reasons) : action !== 'reassigned' || isReassignment(event);
  return hasEffect ? action : 'commented';
};

/** Id of an act's fact, said for the first time. */
export const actFactBase = (fact: Parameters<typeof idBase>[0], act_id: string): string =>
  `${idBase(fact)}/${act_id}`;

/** Which act a fact is about, and how often it has been said. Sources hold no slash; event ids may. */
export const readActFact = (fact: SlaFact): { readonly act_id: string; readonly count: number } => {
  const tail = fact.fact_id.slice(idBase(fact).length + 1);
  const first = `${tail.slice(0, tail.indexOf('/'))}/${fact.cause_event_id ?? ''}`;
  const count = Number(tail.slice(first.length + 1));
  return tail.startsWith(`${first}/`) && count > 1 ? { act_id: first, count } : { act_id: tail, count: 1 };
};

export interface SaidAct {
  readonly fact: SlaFact['fact'];
  readonly due_at: number;
  readonly owner_id: string | null;
  readonly derived_at: number;
  readonly count: number;
}

export const isSameAct = (said: SaidAct | undefined, draft: Draft): boolean =>
  said?.fact === draft.fact && said.due_at === draft.due_at && said.owner_id === draft.owner_id;
