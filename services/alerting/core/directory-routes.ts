// The `routes` and `silences` of the directory file: what goes where, and what is not to be told for a while.
import { readGathering } from './directory-channels.ts';
import { readNames, readTime, type People } from './directory-people.ts';
import type { Route, Silence } from './telling/directory.ts';
import { levels } from './telling/levels.ts';
import { matchFields, type Match } from './telling/match.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** The names there are, by field of a match; accounts are anybody's. */
export interface Known extends People {
  readonly channels: ReadonlySet<string>;
  readonly policies: ReadonlySet<string> | undefined;
}

const hour_ms = 3_600_000;

export const readRoutes = (reader: YamlReader, spot: Spot, known: Known): readonly Route[] => {
  const targets = new Set([...known.channels, 'owner', 'team']);
  const items = reader.list(spot);
  if (items.length === 0) reader.fault(spot, 'needs a route: nobody would be told');
  return items.map((item) => {
    const fields = reader.fields(item, ['channels'], ['match', 'continue', 'group', 'repeat_hours']);
    const channels = fields.channels
      ? readNames(reader, fields.channels, targets, 'channels, owner or team')
      : [];
    const repeat = fields.repeat_hours && reader.integer(fields.repeat_hours);
    return {
      match: fields.match ? readMatch(reader, fields.match, known) : {},
      channels,
      continues: fields.continue ? reader.oneOf(fields.continue, ['true', 'false']) === 'true' : false,
      gathering: fields.group && readGathering(reader, fields.group),
      repeat_ms: repeat === undefined ? undefined : repeat * hour_ms,
    };
  });
};

export const readSilences = (reader: YamlReader, spot: Spot, known: Known): readonly Silence[] =>
  reader.list(spot).map((item) => {
    const fields = reader.fields(item, ['match', 'until', 'reason', 'by'], []);
    const match = fields.match ? readMatch(reader, fields.match, known) : {};
    if (fields.match && Object.keys(match).length === 0)
      reader.fault(fields.match, 'matches everything: say what is to be silent');
    return {
      match,
      until: (fields.until && readTime(reader, fields.until)) ?? 0,
      reason: (fields.reason && reader.text(fields.reason)) ?? '',
      by: (fields.by && reader.text(fields.by)) ?? '',
    };
  });

const readMatch = (reader: YamlReader, spot: Spot, { owners, teams, policies }: Known): Match => {
  const choices: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
    policy: policies,
    level: new Set(levels),
    team: new Set(teams.keys()),
    owner: new Set(owners.keys()),
  };
  const what = { policy: 'policies', level: 'levels', team: 'teams', owner: 'owners', account: 'accounts' };
  const match: Partial<Record<(typeof matchFields)[number], readonly string[]>> = {};
  const fields = reader.fields(spot, [], matchFields);
  for (const field of matchFields) {
    const value = fields[field];
    if (!value) continue;
    const known = choices[field];
    const items = isText(value) ? [value] : reader.list(value);
    match[field] = items.flatMap((item) => {
      const name = reader.text(item);
      if (name !== undefined && known && !known.has(name)) {
        reader.fault(
          item,
          `"${name}" is not one of the ${what[field]}: ${[...known].join(', ') || 'there are none'}`,
        );
        return [];
      }
      return name ?? [];
    });
  }
  return match;
};

const isText = ({ node }: Spot): boolean => {
  const value = (node as { value?: unknown } | null)?.value;
  return typeof value === 'string' || typeof value === 'number';
};
