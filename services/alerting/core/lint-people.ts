// Owners and teams that policies name and the directory does not know.
import type { Finding } from './lint-finding.ts';
import type { PlacedVersion } from './lint-lines.ts';
import type { Teams } from './teams.ts';

/** Names of conditions that stand for the id of an owner. */
const owner_names: ReadonlySet<string> = new Set(['owner', 'owner_id']);

export const peopleOf = (
  { version, linesIn }: PlacedVersion,
  { owners, teams }: Teams,
): readonly Finding[] => {
  const policy = `${version.policy_id} version ${version.version}`;
  const unknown = (what: 'owner' | 'team', value: string, line: number): Finding => ({
    severity: 'warning',
    rule: `unknown_${what}`,
    line,
    text: `${policy}: there is no ${what} "${value}"`,
    to_do: `correct the ${what === 'owner' ? 'id' : 'name'}, or add the ${what} to the directory`,
  });
  return (['where', 'unless'] as const).flatMap((field) =>
    Object.entries(version[field]).flatMap(([name, values]) => {
      const line = linesIn(field).get(name) ?? 1;
      if (owner_names.has(name))
        return values.filter((value) => !owners.has(value)).map((value) => unknown('owner', value, line));
      if (name !== 'team') return [];
      return values.filter((value) => !teams.has(value)).map((value) => unknown('team', value, line));
    }),
  );
};
