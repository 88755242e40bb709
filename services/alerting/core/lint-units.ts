// Hours of wall time beside business hours: mostly a "business" that was forgotten.
import type { Finding } from './lint-finding.ts';
import type { PlacedVersion } from './lint-lines.ts';

const hours = /^\d+(\.\d+)? hours?$/;

/** Targets in "hours" of versions that still count at `now`, where another policy counts in business time. */
export const wallHoursOf = (
  policies: readonly (readonly PlacedVersion[])[],
  now: number,
): readonly Finding[] => {
  const present = policies.map((versions) => versions.filter(({ until }) => until > now));
  const business = present.map((versions) =>
    versions.some(({ version }) => version.levels.some(({ target }) => target.unit !== 'wall_ms')),
  );
  return present.flatMap((versions, at) => {
    if (!business.some((one, other) => one && other !== at)) return [];
    return versions.flatMap(({ version, textOf, lineOf }): readonly Finding[] => {
      const target = textOf('target')?.trim() ?? '';
      if (!hours.test(target)) return [];
      return [
        {
          severity: 'warning',
          rule: 'wall_hours',
          line: lineOf('target'),
          text: `${version.policy_id} version ${version.version}: ${target} run on through nights and holidays, beside policies that count business time`,
          to_do: `write "${target.replace(' ', ' business ')}"; if wall time is meant, in minutes or days it is not told of`,
        },
      ];
    });
  });
};
