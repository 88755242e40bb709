// A fact → the channels it goes to, and how.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { subjectOf, type Directory, type Gathering } from './directory.ts';
import { escalationStep } from './levels.ts';
import { matches } from './match.ts';

export interface Destination {
  readonly channel_id: string;
  /** What is gathered together on the channel. */
  readonly group_id: string;
  readonly gathering: Gathering;
  /** How long after the fact was derived. */
  readonly after_ms: number;
  readonly repeat_ms: number | undefined;
}

/** The channels of one fact, each once: by the first route that leads there. None where no route matches. */
export const destinationsOf = (fact: SlaFact, directory: Directory): ReadonlyMap<string, Destination> => {
  const found = new Map<string, Destination>();
  const subject = subjectOf(directory, fact);
  const team = directory.teams.get(subject.team);
  const add = (
    channel_id: string,
    more: Pick<Destination, 'after_ms' | 'repeat_ms'>,
    route = '',
    over: Partial<Gathering> = {},
  ): void => {
    const channel = directory.channels.get(channel_id);
    const known = found.get(channel_id);
    if (!channel || (known && known.after_ms <= more.after_ms)) return;
    const group_id = channel.renews ? `${route}/${subject.team}` : route;
    const gathering = {
      ...channel.gathering,
      ...over,
      ...(!channel.digests && { digest_from: Infinity }),
    };
    found.set(channel_id, { channel_id, group_id, gathering, ...more });
  };
  for (const [at, { match, channels, continues, gathering, repeat_ms }] of directory.routes.entries()) {
    if (!matches(match, subject)) continue;
    for (const name of channels)
      for (const channel_id of named(name, subject.owner, subject.team, directory))
        add(channel_id, { after_ms: 0, repeat_ms }, gathering ? String(at) : '', gathering);
    if (!continues) break;
  }
  // The first person on the list is told at once, the others one after the other: an answer meanwhile ends it.
  // A later step of escalation begins with a later person, the last where the list is shorter.
  const step = escalationStep(fact.level);
  if (step > 0 && team)
    for (const [at, owner_id] of team.escalation.slice(Math.min(step, team.escalation.length) - 1).entries())
      for (const channel_id of directory.owners.get(owner_id)?.channels ?? [])
        add(channel_id, { after_ms: at * team.escalate_every_ms, repeat_ms: undefined });
  return found;
};

const named = (
  name: string,
  owner: string,
  team: string,
  { owners, teams }: Directory,
): readonly string[] => {
  if (name === 'owner') return owners.get(owner)?.channels ?? [];
  return name === 'team' ? (teams.get(team)?.channels ?? []) : [name];
};
