// The `owners` and `teams` of the directory file: who owes answers, and who is told further when none comes.
import { readMoment } from './moment.ts';
import { readQuietHours } from './quiet-hours.ts';
import type { Owner, Team } from './telling/directory.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

export interface People {
  readonly owners: ReadonlyMap<string, Owner>;
  readonly teams: ReadonlyMap<string, Team>;
}

const minute_ms = 60_000;
const escalate_minutes = 60;

/** Texts of a list, each of which must be one of the known. */
export const readNames = (
  reader: YamlReader,
  spot: Spot,
  known: ReadonlySet<string>,
  what: string,
): readonly string[] => reader.list(spot).flatMap((item) => readName(reader, item, known, what) ?? []);

const readName = (
  reader: YamlReader,
  spot: Spot,
  known: ReadonlySet<string>,
  what: string,
): string | undefined => {
  const name = reader.text(spot);
  if (name === undefined || known.has(name)) return name;
  const list = known.size > 0 ? `: ${[...known].join(', ')}` : '';
  return reader.fault(spot, `"${name}" is not one of the ${what}${list}`);
};

/** Owners and teams; either part may be absent. `calendars`: those of the policy file, where known. */
export const readPeople = (
  reader: YamlReader,
  spots: { readonly owners?: Spot; readonly teams?: Spot },
  channels: ReadonlySet<string>,
  calendars?: ReadonlySet<string>,
): People => {
  const ownerEntries = spots.owners ? reader.entries(spots.owners) : [];
  const teamEntries = spots.teams ? reader.entries(spots.teams) : [];
  const ownerNames = new Set(ownerEntries.map(({ key }) => key));
  const teamNames = new Set(teamEntries.map(({ key }) => key));
  const owners = new Map(
    ownerEntries.map(({ key, value }) => [key, readOwner(reader, key, value, channels, teamNames)] as const),
  );
  const teams = new Map<string, Team>();
  for (const { key, value } of teamEntries) {
    const { team, members } = readTeam(reader, value, channels, ownerNames, owners, calendars);
    teams.set(key, team);
    for (const { id, spot } of members) {
      const owner = owners.get(id);
      if (owner && owner.team !== '' && owner.team !== key)
        reader.fault(spot, `${id} is in team ${owner.team} already`);
      else if (owner) owners.set(id, { ...owner, team: key });
    }
  }
  return { owners, teams };
};

const readOwner = (
  reader: YamlReader,
  id: string,
  spot: Spot,
  channels: ReadonlySet<string>,
  teams: ReadonlySet<string>,
): Owner => {
  const fields = reader.fields(spot, [], ['name', 'team', 'channels']);
  const team = fields.team ? (reader.text(fields.team) ?? '') : '';
  if (fields.team && team && !teams.has(team)) reader.fault(fields.team, `"${team}" is not one of the teams`);
  return {
    name: (fields.name && reader.text(fields.name)) ?? id,
    team,
    channels: fields.channels ? readNames(reader, fields.channels, channels, 'channels') : [],
  };
};

const readTeam = (
  reader: YamlReader,
  spot: Spot,
  channels: ReadonlySet<string>,
  ownerNames: ReadonlySet<string>,
  owners: ReadonlyMap<string, Owner>,
  calendars: ReadonlySet<string> | undefined,
): { readonly team: Team; readonly members: readonly { readonly id: string; readonly spot: Spot }[] } => {
  const fields = reader.fields(
    spot,
    [],
    [
      'members',
      'channels',
      'escalation',
      'escalate_every_minutes',
      'quiet_hours',
      'paused_until',
      'calendar',
    ],
  );
  const escalation = fields.escalation ? readNames(reader, fields.escalation, ownerNames, 'owners') : [];
  if (fields.escalation)
    for (const id of escalation)
      if (owners.get(id)?.channels.length === 0)
        reader.fault(fields.escalation, `names ${id}, who has no channels: nobody could be told`);
  const every = fields.escalate_every_minutes && reader.integer(fields.escalate_every_minutes);
  const members = (fields.members ? reader.list(fields.members) : []).flatMap((item) => {
    const id = readName(reader, item, ownerNames, 'owners');
    return id === undefined ? [] : { id, spot: item };
  });
  return {
    members,
    team: {
      calendar: fields.calendar && readCalendar(reader, fields.calendar, calendars),
      channels: fields.channels ? readNames(reader, fields.channels, channels, 'channels') : [],
      escalation,
      escalate_every_ms: (every ?? escalate_minutes) * minute_ms,
      quiet: fields.quiet_hours && readQuietHours(reader, fields.quiet_hours),
      paused_until: fields.paused_until && readTime(reader, fields.paused_until),
    },
  };
};

/** `known`: those of the policy file, where that could be read. */
const readCalendar = (
  reader: YamlReader,
  spot: Spot,
  known: ReadonlySet<string> | undefined,
): string | undefined => (known ? readName(reader, spot, known, 'calendars') : reader.text(spot));

/** A time with a zone, or a date (midnight UTC). */
export const readTime = (reader: YamlReader, spot: Spot): number | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  return readMoment(text) ?? reader.fault(spot, `"${text}" is neither a date nor a time with a zone`);
};
