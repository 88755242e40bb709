// When not to tell: quiet hours, silences, paused teams. What is still in force when they end is told then.
import { subjectOf, type ChannelRules, type Directory } from './directory.ts';
import { escalationStep } from './levels.ts';
import { matches } from './match.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';

export interface Hold {
  /** UTC milliseconds; something else may hold it then. */
  readonly until: number;
  readonly why: 'quiet' | 'silenced' | 'paused' | 'snoozed';
}

/** The one that lasts longer; what is over counts for nothing. */
export const longerHold = (a: Hold | undefined, b: Hold | undefined, now: number): Hold | undefined => {
  const longer = (a?.until ?? 0) >= (b?.until ?? 0) ? a : b;
  return longer && longer.until > now ? longer : undefined;
};

/**
 * What keeps a message about `fact` back at `now`. The end of what was told (`isEnd`) only waits in quiet hours, and not where the receiver keeps
 * what is open: there it must be closed.
 */
export const holdOf = (
  fact: SlaFact,
  isEnd: boolean,
  { keeps_state }: ChannelRules,
  directory: Directory,
  now: number,
): Hold | undefined => {
  const subject = subjectOf(directory, fact);
  const team = directory.teams.get(subject.team);
  const holds: Hold[] = [];
  const breaksThrough = escalationStep(fact.level) > 0 && team?.quiet?.escalations_break_through === true;
  const quiet_until = breaksThrough || (isEnd && keeps_state) ? undefined : team?.quiet?.until(now);
  if (quiet_until !== undefined) holds.push({ until: quiet_until, why: 'quiet' });
  if (!isEnd && (team?.paused_until ?? 0) > now)
    holds.push({ until: team?.paused_until ?? 0, why: 'paused' });
  if (!isEnd)
    for (const { match, until } of directory.silences)
      if (until > now && matches(match, subject)) holds.push({ until, why: 'silenced' });
  return holds.sort((a, b) => b.until - a.until)[0];
};

/** The latest time at which what was to be told at `ready_at` may first have been free to go. */
export const freeBy = (fact: SlaFact, directory: Directory, ready_at: number): number => {
  const subject = subjectOf(directory, fact);
  const team = directory.teams.get(subject.team);
  const silences = directory.silences.filter(({ match }) => matches(match, subject));
  const ends = [team?.paused_until ?? 0, ...silences.map(({ until }) => until)];
  return Math.max(ready_at, ...ends) + (team?.quiet?.longest_ms ?? 0);
};
