// Eighth step of the reference: ledgers → the paths of channels that led to wins, and those that have not led to one.
import { channelOf, type Fact } from './fact.ts';
import { day_ms, eligibleTouches } from './journey.ts';
import { isWin, type Ledger, type Stage } from './ledger.ts';
import { opportunitiesOf, outcomeOf } from './outcome.ts';

export interface Step {
  readonly channel: string;
  readonly stage: Stage;
}

export interface Path {
  /** At least one. */
  readonly steps: readonly Step[];
  /** False: a null path. */
  readonly converts: boolean;
}

/** A touch at the instant of a visit comes before it, as it does where it anchors the visit: wins before it in time have ended journeys. */
const journeyNoOf = ({ visits }: Ledger, { occurred_at }: Fact): number =>
  1 + visits.filter((visit) => isWin(visit) && visit.entered_at < occurred_at).length;

/** "That of the newest ledger visit of the account in its present journey", engaged where none. */
const stageOf = (ledger: Ledger, touch: Fact): Stage => {
  const journey_no = journeyNoOf(ledger, touch);
  return (
    ledger.visits.findLast((visit) => visit.journey_no === journey_no && visit.entered_at < touch.occurred_at)
      ?.stage ?? 'engaged'
  );
};

const stepsOf = (ledger: Ledger, touches: readonly Fact[]): Step[] =>
  touches.map((touch) => ({ channel: channelOf(touch), stage: stageOf(ledger, touch) }));

/** "One per won opportunity with eligible touches." */
const convertingPaths = (ledger: Ledger, lookback_days: number): Path[] =>
  opportunitiesOf(ledger)
    .map((opportunity_id) => outcomeOf(ledger, opportunity_id))
    .filter((outcome) => outcome.state === 'won')
    .map(({ journey }) => eligibleTouches(journey, lookback_days))
    .map((eligible) => ({ steps: stepsOf(ledger, eligible), converts: true }));

/** "The touches of its present journey that are at most the lookback older than the newest of them." */
const nullPath = (ledger: Ledger, lookback_days: number): Path => {
  const won_at = ledger.visits.findLast(isWin)?.entered_at ?? Number.NEGATIVE_INFINITY;
  const present = ledger.touches.filter(({ occurred_at }) => occurred_at > won_at);
  const newest = present.at(-1)?.occurred_at ?? 0;
  const counted = present.filter(({ occurred_at }) => occurred_at >= newest - lookback_days * day_ms);
  return { steps: stepsOf(ledger, counted), converts: false };
};

/** All paths of a lookback window. */
export const pathsOf = (ledgers: Iterable<Ledger>, lookback_days: number): Path[] =>
  [...ledgers]
    .flatMap((ledger) => [...convertingPaths(ledger, lookback_days), nullPath(ledger, lookback_days)])
    .filter(({ steps }) => steps.length > 0);
