// When what stands is told again on a channel: as nobody answered, as a snooze is over, as somebody else owes the answer now.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import type { Acts } from './acts.ts';
import type { ToldThere } from './clock-telling.ts';
import type { ChannelRules } from './directory.ts';
import type { Destination } from './routing.ts';

/** Receivers that are renewed notice nothing of being told again; the log, read back after a restart, then knows of it. */
const renewed_ms = 86_400_000;

export interface Again {
  /** UTC milliseconds. */
  readonly ready_at: number;
  readonly because: SlaFact | undefined;
}

/** From when on people are told one after the other: a new owner's list begins with the reassignment. */
export const escalatedFrom = (fact: SlaFact, reassigned: SlaFact | undefined): number =>
  Math.max(fact.derived_at, reassigned?.derived_at ?? 0);

/** The first reason to tell `fact`, which was told before as `told` says; none where there is none. A warning is not told again by time alone. */
export const toldAgain = (
  { reassigned, snoozed, acknowledged }: Acts,
  fact: SlaFact,
  told: ToldThere,
  { repeat_ms }: Destination,
  { renews }: ChannelRules,
): Again | undefined => {
  const reasons: Again[] = [];
  if (reassigned && told.owner_id !== fact.owner_id && !acknowledged)
    reasons.push({ ready_at: reassigned.derived_at, because: reassigned });
  const until = snoozed?.until ?? 0;
  if (told.at < until) reasons.push({ ready_at: until, because: snoozed });
  const every_ms = repeat_ms ?? (renews ? renewed_ms : undefined);
  const isRepeated = renews || (fact.level !== 'warning' && !acknowledged);
  if (every_ms !== undefined && isRepeated)
    reasons.push({ ready_at: told.at + every_ms, because: undefined });
  return reasons.sort((a, b) => a.ready_at - b.ready_at)[0];
};
