// A handoff and the policies → its clocks, and what is true of each at a given time. Verdicts are by event time.
import type { Calendar } from './calendar.ts';
import { isMeant } from './condition.ts';
import { escalationStop } from './escalation-stop.ts';
import type { Handoff, Step } from './handoff.ts';
import { ownerAt } from './owner.ts';
import { dueAtOf, endedAt, pausesOf, type Pause } from './pauses.ts';
import { calendarAt, policyVersionAt, type Policies, type PolicyVersion } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { startsOf } from './starts.ts';
import { no_teams, teamCalendarOf, teamOf, type Teams } from './teams.ts';
import type { Level } from './telling/levels.ts';

export interface ClockLevel {
  readonly level: Level;
  /** None while it is paused. */
  readonly due_at: number | undefined;
  /** The act after which this step of escalation was not called for any more. */
  readonly stopped_by: StageEvent | undefined;
}

/** One policy version running on one handoff. Times are UTC milliseconds. */
export interface Clock {
  readonly handoff: Handoff;
  readonly policy: PolicyVersion;
  /** Of whoever owed the answer when it started; null where not known. */
  readonly team: string | null;
  readonly calendar: Calendar;
  readonly start: StageEvent;
  readonly levels: readonly ClockLevel[];
  /** Due time of the level `breach` as it was at the start. */
  readonly first_due_at: number;
  /** Due time of the level `breach`: the clock's own. None while it is paused. */
  readonly due_at: number | undefined;
  /** What people did about it while it ran, in order. */
  readonly acts: readonly StageEvent[];
  readonly pauses: readonly Pause[];
  /** What ended it: an answer, or (not `answered`) the contact moving on without one. None while it runs. */
  readonly end: { readonly event: StageEvent; readonly answered: boolean } | undefined;
}

/** The directory's teams, and what was said before: the team of a started clock stays the one it was judged by. */
export interface TeamSource {
  readonly teams: Teams;
  /** Undefined where nothing was said of a clock that this event started, with this owner. */
  saidTeam(handoff_id: string, start: StageEvent, owner_id: string | null): string | null | undefined;
}

const nobody: TeamSource = { teams: no_teams, saidTeam: () => undefined };

/** The clocks that run, or ran, on a handoff. */
export const clocksOf = (
  handoff: Handoff,
  { policies }: Policies,
  source: TeamSource = nobody,
): readonly Clock[] => {
  const starts = startsOf(handoff);
  const { opened, handoff_id } = handoff;
  const teamWhen = (start: StageEvent, owner_id: string | null): string | null => {
    const said = source.saidTeam(handoff_id, start, owner_id);
    return said === undefined ? teamOf(source.teams, owner_id) : said;
  };
  const team = teamWhen(opened, opened.owner_id);
  return policies.flatMap((policy) => {
    for (const [name, step] of starts) {
      const start = handoff.steps[step]?.event;
      const version = start && policyVersionAt(policy, start.occurred_at);
      if (!start || version?.starts !== name || !isMeant(version, opened, team)) continue;
      const owner_id = ownerAt({ handoff, policy: version, start }, start.occurred_at);
      return [clock(handoff, version, step, start, teamWhen(start, owner_id), source.teams)];
    }
    return [];
  });
};

const clock = (
  handoff: Handoff,
  policy: PolicyVersion,
  step: number,
  start: StageEvent,
  team: string | null,
  teams: Teams,
): Clock => {
  const calendar = calendarAt(policy, start.occurred_at, teamCalendarOf(teams, team));
  const end = endOf(handoff, policy, step);
  const acts = handoff.acts.filter(
    ({ occurred_at }) =>
      occurred_at >= start.occurred_at && occurred_at < (end?.event.occurred_at ?? Infinity),
  );
  const open = pausesOf(acts, policy.pause);
  const pauses = end ? endedAt(open, end.event.occurred_at) : open;
  const levels = policy.levels.map(({ level, target }) => {
    const due_at = dueAtOf(target, calendar, start.occurred_at, pauses);
    return { level, due_at, stopped_by: escalationStop(level, due_at, acts) };
  });
  const breach = policy.levels.find(({ level }) => level === 'breach')?.target;
  const first_due_at = (breach && dueAtOf(breach, calendar, start.occurred_at)) ?? start.occurred_at;
  const due_at = levels.find(({ level }) => level === 'breach')?.due_at;
  return { handoff, policy, team, calendar, start, levels, first_due_at, due_at, acts, pauses, end };
};

const endOf = ({ steps }: Handoff, { answered_by, starts }: PolicyVersion, at: number): Clock['end'] => {
  const opportunity_id = starts === 'opportunity_created' ? steps[at]?.event.opportunity_id : undefined;
  /** What became of another opportunity does not answer for this one. */
  const isAnswer = ({ event }: Step): boolean =>
    event.type !== 'handoff_updated' &&
    answered_by.has(event.type) &&
    (opportunity_id === undefined || (event.opportunity_id ?? opportunity_id) === opportunity_id);
  for (const step of steps.slice(at + 1)) {
    const answered = isAnswer(step);
    if (answered || step.moves) return { event: step.event, answered };
  }
  return undefined;
};
