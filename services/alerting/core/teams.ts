// Who is in which team, and in which calendar a team works: what judgement takes from the directory.

export interface Teams {
  /** By owner_id; team '' where in none. */
  readonly owners: ReadonlyMap<string, { readonly team: string }>;
  /** By name; `calendar`: the name of one in the policy file. */
  readonly teams: ReadonlyMap<string, { readonly calendar?: string | undefined }>;
}

export const no_teams: Teams = { owners: new Map(), teams: new Map() };

/** Null where not known. */
export const teamOf = ({ owners }: Teams, owner_id: string | null): string | null =>
  (owner_id !== null && owners.get(owner_id)?.team) || null;

/** The calendar of a team; undefined where it has none of its own. */
export const teamCalendarOf = ({ teams }: Teams, team: string | null): string | undefined =>
  team === null ? undefined : teams.get(team)?.calendar;
