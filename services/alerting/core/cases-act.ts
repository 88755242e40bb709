// What somebody does about a handoff, as a case states it.
import type { Act } from './act.ts';
import { actKinds } from './telling/acts.ts';
import { readTimeAt } from './cases-moment.ts';
import type { WatchedEventType } from './policy.ts';
import { handoffIdOf, type StageEvent } from './stage-event.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

export const actFieldNames = ['action', 'actor', 'note', 'until', 'handoff'] as const;

/** Who acts in a case that does not say. */
const somebody = 'somebody';

/** The act of a handoff_updated, by default about the newest handoff of the events before it in the file (`former`). */
export const readAct = (
  reader: YamlReader,
  spot: Spot,
  fields: Partial<Record<(typeof actFieldNames)[number], Spot>>,
  type: WatchedEventType,
  start: number,
  former: readonly StageEvent[],
): Act | undefined => {
  if (type !== 'handoff_updated') {
    const own = actFieldNames.find((name) => fields[name]);
    if (own && fields[own]) reader.fault(fields[own], `is a field of handoff_updated, not of ${type}`);
    return undefined;
  }
  const opened = fields.handoff
    ? { source: 'case', event_id: reader.text(fields.handoff) ?? '' }
    : former.findLast((event) => event.type === 'mql_created');
  if (!fields.action) return reader.fault(spot, `needs action: ${actKinds.join(', ')}`);
  if (!opened) return reader.fault(spot, 'needs a mql_created before it, or handoff: the id of one');
  const action = reader.oneOf(fields.action, actKinds);
  return (
    action && {
      handoff_id: handoffIdOf(opened),
      action,
      actor: (fields.actor && reader.text(fields.actor)) ?? somebody,
      note: (fields.note && reader.text(fields.note)) ?? null,
      until: (fields.until && readTimeAt(reader, fields.until, start)) ?? null,
    }
  );
};
