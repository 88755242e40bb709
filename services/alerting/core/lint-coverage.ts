// Handoffs that no policy judges, and those that two policies judge at once.
import { byLine, type Finding } from './lint-finding.ts';
import type { PlacedVersion } from './lint-lines.ts';
import { bothOf, contradictionsOf, kindsLeftOut, textOfKind } from './lint-conditions.ts';
import { handoffStarts, type ClockStart } from './policy.ts';

export interface CoverageSettings {
  readonly policies_line: number;
  /** UTC milliseconds: what was before cannot be mended any more. */
  readonly now: number;
  /** How far back alerting judges handoffs, milliseconds. */
  readonly history_ms: number;
}

interface Window {
  readonly from: number;
  readonly until: number;
}

const listed_max = 5;
const dateText = (at_ms: number): string => new Date(at_ms).toISOString().replace('T00:00:00.000Z', '');

/** Kinds of handoffs without a clock, now or later, by what starts the clock; and times before the first policy. Clocks on other events are optional. */
export const gapsOf = (
  policies: readonly (readonly PlacedVersion[])[],
  settings: CoverageSettings,
): readonly Finding[] => {
  const versions = policies.flat();
  return handoffStarts.flatMap((starts) => {
    const own = versions.filter(({ version }) => version.starts === starts);
    const line = own.map((one) => one.line).sort((a, b) => a - b)[0] ?? settings.policies_line;
    return [...leftOut(starts, own, line, settings), ...beforeTheFirst(starts, own, line, settings)];
  });
};

/** Times between which the same versions are in force, from now on. */
const windowsFrom = (now: number, versions: readonly PlacedVersion[]): readonly Window[] => {
  const changes = versions
    .flatMap(({ version, until }) => [version.effective_from, until])
    .filter((at) => at > now && at < Infinity);
  const edges = [-Infinity, ...new Set(changes.sort((a, b) => a - b)), Infinity];
  return edges.slice(1).map((until, at) => ({ from: edges[at] ?? -Infinity, until }));
};

const isInForce = ({ version, until }: PlacedVersion, { from, until: end }: Window, now: number): boolean =>
  version.effective_from <= Math.max(from, Math.min(now, end)) && until >= end;

const leftOut = (
  starts: ClockStart,
  own: readonly PlacedVersion[],
  line: number,
  { now }: CoverageSettings,
): readonly Finding[] => {
  const gaps = new Map<string, Window[]>();
  for (const window of windowsFrom(now, own)) {
    const kinds = kindsLeftOut(
      own.filter((one) => isInForce(one, window, now)).map(({ version }) => version),
    );
    if (!kinds) return [tooMany(starts, line)];
    for (const kind of kinds.map(textOfKind)) {
      const windows = gaps.get(kind) ?? [];
      const last = windows.at(-1);
      if (last?.until === window.from) windows[windows.length - 1] = { ...last, until: window.until };
      else windows.push(window);
      gaps.set(kind, windows);
    }
  }
  const findings = [...gaps].flatMap(([kind, windows]) =>
    windows.map((window) => gap(starts, kind, window, line)),
  );
  if (findings.length <= listed_max) return findings;
  const more = findings.length - listed_max + 1;
  const rest = { ...findings[0]!, text: `no policy judges ${more} further kinds of ${starts} handoffs` };
  return [...findings.slice(0, listed_max - 1), rest];
};

const gap = (starts: ClockStart, kind: string, { from, until }: Window, line: number): Finding => {
  const since = from > -Infinity ? `, from ${dateText(from)} on` : '';
  const end = until < Infinity ? `${since ? '' : ','} until ${dateText(until)}` : '';
  return {
    severity: 'warning',
    rule: 'gap',
    line,
    text: `no policy judges ${starts} handoffs${kind}${since}${end}`,
    to_do: `add a policy with starts: ${starts} for them, or widen the conditions of one that there is`,
  };
};

const tooMany = (starts: ClockStart, line: number): Finding => ({
  severity: 'note',
  rule: 'gap',
  line,
  text: `the conditions of policies on ${starts} handoffs are too many to look for gaps`,
  to_do: 'look for yourself, or state them by fewer properties',
});

/** A version of a file that is judged from today on cannot be put before: said, but no warning. */
const beforeTheFirst = (
  starts: ClockStart,
  own: readonly PlacedVersion[],
  line: number,
  { now, history_ms }: CoverageSettings,
): readonly Finding[] => {
  const first = Math.min(...own.map(({ version }) => version.effective_from));
  if (own.length === 0 || first > now || first <= now - history_ms) return [];
  const text = `handoffs ${starts} before ${dateText(first)} are judged by no policy`;
  const to_do = 'let the first version of a policy begin earlier, if it should judge them';
  return [{ severity: 'note', rule: 'gap', line, text, to_do }];
};

/** Two policies that start on the same thing, on handoffs of the same kind, at the same time: both will tell. */
export const overlapsOf = (
  policies: readonly (readonly PlacedVersion[])[],
  now: number,
): readonly Finding[] =>
  policies
    .flatMap((first, at) =>
      policies.slice(at + 1).flatMap((second) => firstOverlap(first, second, now) ?? []),
    )
    .sort(byLine);

const firstOverlap = (
  first: readonly PlacedVersion[],
  second: readonly PlacedVersion[],
  now: number,
): Finding | undefined => {
  for (const a of first)
    for (const b of second) {
      const from = Math.max(a.version.effective_from, b.version.effective_from);
      const until = Math.min(a.until, b.until);
      if (a.version.starts !== b.version.starts || from >= until || until <= now) continue;
      if (contradictionsOf(a.version).length + contradictionsOf(b.version).length > 0) continue;
      const kind = bothOf(a.version, b.version);
      if (!kind) continue;
      const both = `${a.version.policy_id} and ${b.version.policy_id}`;
      return {
        severity: 'note',
        rule: 'overlap',
        line: b.line,
        text: `${both} both judge ${a.version.starts} handoffs${textOfKind(kind)}`,
        to_do: 'nothing, if two clocks are meant; else exclude the ones from the others with unless',
      };
    }
  return undefined;
};
