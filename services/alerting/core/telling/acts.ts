// What people did about one clock, by event time: of each kind of act the newest counts, so that neither order of arrival nor duplicates matter.
import {
  handoffUpdatedActions,
  type HandoffUpdatedAction,
  type SlaFact,
} from '@revloop/schemas/generated.ts';
import type { Hold } from './holds.ts';

export const actKinds = handoffUpdatedActions;
export type ActKind = HandoffUpdatedAction;

export const isActKind = (kind: string): kind is ActKind => actKinds.some((one) => one === kind);

/** By time, then by event: a total order, so that of two at one time the same is always the newer. */
export const isAfter = (act: SlaFact, other: SlaFact | undefined): boolean => {
  if (!other || act.at !== other.at) return act.at > (other?.at ?? -Infinity);
  const [ours, theirs] = [act.cause_event_id ?? '', other.cause_event_id ?? ''];
  return ours === theirs ? act.fact_id > other.fact_id : ours > theirs;
};

export class Acts {
  /** One a kind at most: that is the bound. */
  readonly #newest = new Map<ActKind, SlaFact>();

  /** Takes in an act. True where it changes anything; a comment changes nothing. */
  add(act: SlaFact): boolean {
    const kind = act.fact;
    if (!isActKind(kind) || kind === 'commented' || !isAfter(act, this.#newest.get(kind))) return false;
    this.#newest.set(kind, act);
    return true;
  }

  get areThere(): boolean {
    return this.#newest.size > 0;
  }

  /** Whoever was made the owner last. */
  get reassigned(): SlaFact | undefined {
    return this.#newest.get('reassigned');
  }

  /** For good, whoever owns it later. */
  get resolved(): SlaFact | undefined {
    return this.#newest.get('resolved');
  }

  /** The acknowledgement that counts: a new owner has not seen it yet, so a reassignment ends what was before it. */
  get acknowledged(): SlaFact | undefined {
    return this.#since('acknowledged', this.reassigned);
  }

  /** The snooze that counts: neither reassigned nor acknowledged since. When it is over, people are told again. */
  get snoozed(): SlaFact | undefined {
    const snoozed = this.#since('snoozed', this.reassigned);
    return snoozed && snoozed.until !== null && isAfter(snoozed, this.#newest.get('acknowledged'))
      ? snoozed
      : undefined;
  }

  /** What holds alerts back: a pause without an end, or a snooze. It may be over by now. */
  get hold(): Hold | undefined {
    if (this.#since('paused', this.#newest.get('resumed'))) return { until: Infinity, why: 'paused' };
    const until = this.snoozed?.until;
    return until === undefined || until === null ? undefined : { until, why: 'snoozed' };
  }

  /** A fact as it is to be told now: of the owner there is now. What was true when it was reassigned, or later, is said of the new owner by alerting itself. */
  owned(fact: SlaFact): SlaFact {
    const { reassigned } = this;
    return !reassigned || reassigned.at <= fact.at || reassigned.owner_id === fact.owner_id
      ? fact
      : { ...fact, owner_id: reassigned.owner_id, team: reassigned.team };
  }

  #since(kind: ActKind, other: SlaFact | undefined): SlaFact | undefined {
    const act = this.#newest.get(kind);
    return act && isAfter(act, other) ? act : undefined;
  }
}
