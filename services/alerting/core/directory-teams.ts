// The directory file (YAML text) → who is in which team, and nothing of what it takes to reach them: no secret need be there.
import { readPeople } from './directory-people.ts';
import type { Teams } from './teams.ts';
import { YamlReader } from './yaml-reader.ts';

export type TeamsFile =
  { readonly ok: true; readonly teams: Teams } | { readonly ok: false; readonly faults: readonly string[] };

/** `calendars`: those of the policy file, where known. */
export const readTeams = (text: string, calendars: ReadonlySet<string> | undefined): TeamsFile => {
  const reader = new YamlReader(text);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const spots = new Map(reader.entries(reader.root).map(({ key, value }) => [key, value]));
  const [channels, owners, teams] = ['channels', 'owners', 'teams'].map((name) => spots.get(name));
  const names = new Set((channels ? reader.entries(channels) : []).map(({ key }) => key));
  const people = readPeople(reader, { ...(owners && { owners }), ...(teams && { teams }) }, names, calendars);
  return reader.faults.length > 0 ? { ok: false, faults: reader.faults } : { ok: true, teams: people };
};
