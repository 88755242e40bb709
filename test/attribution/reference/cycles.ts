// What followed in a ledger: cycles that failed, what became of MQLs, and when the account came back. Plain steps that follow docs/semantics.md "Failed cycles".
import { channelOf } from './fact.ts';
import { isWin, rankOf, type Ledger, type Stage, type Visit } from './ledger.ts';

/** The account's next entry of `stage_no` or a later stage, in the same journey. */
export const nextEntry = ({ visits }: Ledger, after: Visit, stage_no: number): number | null =>
  visits.find(
    ({ place, journey_no, stage }) =>
      place > after.place && journey_no === after.journey_no && rankOf(stage) >= stage_no,
  )?.entered_at ?? null;

/** What a subject held; an opportunity is lost from below opportunity where it was never opened. */
export const leftStage = ({ from }: Visit): Stage => from ?? 'accepted';

/** When the account came back to the stage a loop left, or further. */
export const returnOf = (ledger: Ledger, loop: Visit): number | null =>
  nextEntry(ledger, loop, Math.max(rankOf(leftStage(loop)), 1));

const unattributed = 'unattributed';
export const anchorChannel = ({ anchor }: Visit): string => (anchor ? channelOf(anchor) : unattributed);

export interface FailedCycle {
  readonly loop: Visit;
  readonly channel: string;
  readonly began_at: number;
  readonly touches: number;
  readonly returned_at: number | null;
  readonly won_at: number | null;
}

/** Journey and cycle at each touch: those of the newest visit before it; a win has begun the next journey. */
const cyclesOfTouches = ({ touches, visits }: Ledger) =>
  touches.map(({ occurred_at }) => {
    const before = visits.findLast(({ entered_at }) => entered_at < occurred_at);
    if (!before) return { occurred_at, journey_no: 1, cycle_no: 1 };
    return isWin(before)
      ? { occurred_at, journey_no: before.journey_no + 1, cycle_no: 1 }
      : { occurred_at, journey_no: before.journey_no, cycle_no: before.cycle_no };
  });

/** One for each loop: it ends the cycle before its own. */
export const failedCyclesOf = (ledger: Ledger): FailedCycle[] => {
  const touched = cyclesOfTouches(ledger);
  return ledger.visits
    .filter(({ direction }) => direction === 'back')
    .map((loop) => {
      const inCycle = (own: { journey_no: number; cycle_no: number }): boolean =>
        own.journey_no === loop.journey_no && own.cycle_no === loop.cycle_no - 1;
      const touches = touched.filter(inCycle);
      const times = [
        loop.entered_at,
        ...touches.map(({ occurred_at }) => occurred_at),
        ...ledger.visits.filter(inCycle).map(({ entered_at }) => entered_at),
      ];
      const mql = ledger.visits.findLast(
        ({ stage, journey_no, place }) =>
          stage === 'mql' && journey_no === loop.journey_no && place < loop.place,
      );
      return {
        loop,
        channel: mql ? anchorChannel(mql) : unattributed,
        began_at: Math.min(...times),
        touches: touches.length,
        returned_at: returnOf(ledger, loop),
        won_at: nextEntry(ledger, loop, rankOf('won')),
      };
    });
};

export interface Mql {
  readonly visit: Visit;
  readonly channel: string;
  readonly accepted: boolean;
  readonly loop: Visit | null;
}

/** The contact's later visits, until its next MQL, its first loop (included) or a restart. */
const storyOf = ({ visits, restarts }: Ledger, mql: Visit): Visit[] => {
  const end = restarts.find(
    ({ contact_id, place }) => contact_id === mql.subject_id && place > mql.place,
  )?.place;
  const later = visits.filter(
    ({ kind, subject_id, place, from }) =>
      kind === 'contact' &&
      subject_id === mql.subject_id &&
      place > mql.place &&
      place < (end ?? Infinity) &&
      from !== null,
  );
  const last = later.findIndex(isEnd);
  return last < 0 ? later : later.slice(0, last + 1);
};
const isMql = ({ kind, stage, direction }: Visit): boolean =>
  kind === 'contact' && stage === 'mql' && direction !== 'repeat';
const isEnd = (visit: Visit): boolean => visit.direction === 'back' || isMql(visit);

/** Every MQL: a visit to mql that repeats none still undecided. */
export const mqlsOf = (ledger: Ledger): Mql[] =>
  ledger.visits.filter(isMql).map((visit) => {
    const story = storyOf(ledger, visit);
    return {
      visit,
      channel: anchorChannel(visit),
      accepted: story.some(({ stage, direction }) => stage === 'accepted' && direction === 'forward'),
      loop: story.find(({ direction }) => direction === 'back') ?? null,
    };
  });
