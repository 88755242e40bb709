// The target, the warning and the steps of escalation of a policy version → its levels, or faults.
import { isSeq } from 'yaml';
import { readShare, readTarget } from './moment.ts';
import { isSurelyBefore, type CalendarVersion, type PolicyVersion, type Target } from './policy.ts';
import { escalations } from './telling/levels.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

export interface LevelSpots {
  readonly target: Spot;
  readonly warning?: Spot;
  /** One target, or a list of them, each later than the one before. */
  readonly escalation?: Spot;
}

const duration = 'such as "4 business hours", "5 business days", or "4 hours" of wall time';

/** Levels by due time; undefined where the target cannot be read. */
export const readLevels = (
  reader: YamlReader,
  spots: LevelSpots,
  calendar: readonly CalendarVersion[] | undefined,
): PolicyVersion['levels'] | undefined => {
  const target = readTime(reader, spots.target);
  if (!target) return undefined;
  const isBefore = (a: Target, b: Target): boolean =>
    a.unit === b.unit
      ? a.amount < b.amount
      : (calendar ?? []).every((version) => isSurelyBefore(a, b, version.calendar));
  const warning = spots.warning && readTime(reader, spots.warning, target);
  if (spots.warning && warning && !isBefore(warning, target))
    reader.fault(spots.warning, `must come before the target${mixed(warning, target)}`);
  let former: Target = target;
  const steps = stepSpots(reader, spots.escalation).flatMap((spot, at) => {
    const step = readTime(reader, spot);
    const level = escalations[at];
    if (!step || !level) return [];
    if (!isBefore(former, step))
      reader.fault(spot, `must come after the ${at === 0 ? 'target' : 'step before'}${mixed(former, step)}`);
    former = step;
    return [{ level, target: step }];
  });
  return [
    ...(warning ? [{ level: 'warning', target: warning } as const] : []),
    { level: 'breach', target },
    ...steps,
  ];
};

const mixed = (a: Target, b: Target): string =>
  a.unit !== 'wall_ms' && b.unit === 'wall_ms'
    ? ', whatever the calendar closes: state both in business time, or both in wall time'
    : '';

const stepSpots = (reader: YamlReader, spot: Spot | undefined): readonly Spot[] => {
  if (!spot || !isSeq(spot.node)) return spot ? [spot] : [];
  const list = reader.list(spot);
  if (list.length === 0) reader.fault(spot, 'names no step');
  if (list.length > escalations.length)
    reader.fault(spot, `has ${list.length} steps, and may have ${escalations.length}`);
  return list;
};

/** `whole`: what a share is of. */
const readTime = (reader: YamlReader, spot: Spot, whole?: Target): Target | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  const share = whole && readShare(text);
  if (whole && share) return { ...whole, amount: whole.amount * share };
  return (
    readTarget(text) ??
    reader.fault(spot, `"${text}" is not a time, ${duration}${whole ? ', or a share such as "75 %"' : ''}`)
  );
};
