// Stage events in order, each once: the first with a (source, event_id) stands, whatever a later one says. A list of them is a text of lines; '' holds none.
import { lineBeginOf, readEvents, writeEvent } from './event-text.ts';
import { inOrder, type StageEvent } from './stage-event.ts';

/** The lines with an event more; the same lines where it is a duplicate. */
export const withEvent = (lines: string, event: StageEvent): string => {
  const begin = lineBeginOf(event);
  if (lines.startsWith(begin) || lines.includes(`\n${begin}`)) return lines;
  const line = writeEvent(event);
  const last = lastIn(lines);
  if (!last) return line;
  // Most events arrive in order.
  if (inOrder(last, event) < 0) return `${lines}\n${line}`;
  const at = readEvents(lines, null).findLastIndex((known) => inOrder(known, event) < 0) + 1;
  return lines.split('\n').toSpliced(at, 0, line).join('\n');
};

/** When the newest occurred, UTC milliseconds; -Infinity where there is none. */
export const newestMs = (lines: string): number => lastIn(lines)?.occurred_at ?? -Infinity;

const lastIn = (lines: string): StageEvent | undefined =>
  readEvents(lines.slice(lines.lastIndexOf('\n') + 1), null)[0];
