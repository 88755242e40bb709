import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestMs, withEvent } from './event-lines.ts';
import { readEvents, writeEvent } from './event-text.ts';
import { watchedEventTypes } from './policy.ts';
import { inOrder, type StageEvent } from './stage-event.ts';
import { actKinds } from './telling/acts.ts';

/** Line ends, quotes, halves of characters and all. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\nb', '","', '\ud800', 'ü€', ''));
const textOrNone = fc.option(text);
const time = fc.integer({ min: 0, max: 2 ** 45 });
const act = fc.record({
  handoff_id: text,
  action: fc.constantFrom(...actKinds),
  actor: text,
  note: textOrNone,
  until: fc.option(time),
});
const event = fc.record<StageEvent>({
  ...{ event_id: text, source: text, type: fc.constantFrom(...watchedEventTypes) },
  ...{ occurred_at: time, received_at: time, arrived_at: time },
  ...{ account_id: fc.constant('a'), contact_id: textOrNone, owner_id: textOrNone, channel: textOrNone },
  ...{ opportunity_id: textOrNone, reason: textOrNone, amount: textOrNone, currency: textOrNone },
  properties: fc.dictionary(
    text.filter((name) => name !== '__proto__'),
    text,
    { noNullPrototype: true },
  ),
  act: fc.option(act),
});

test('an event that was written is read as it was', () => {
  fc.assert(
    fc.property(event, (one) => {
      const line = writeEvent(one);
      expect(line).not.toContain('\n');
      expect(readEvents(line, 'a')).toEqual([one]);
    }),
  );
});

test('a list holds each event once, the first that came, in order', () => {
  const few = fc.record({
    event_id: fc.constantFrom('1', '2', '12', '","'),
    source: fc.constantFrom('', '1'),
  });
  const step = fc
    .tuple(event, few, fc.nat(3))
    .map(([one, named, occurred_at]) => ({ ...one, ...named, occurred_at }));
  fc.assert(
    fc.property(fc.array(step), (events) => {
      let lines = '';
      const kept: StageEvent[] = [];
      for (const one of events) {
        const isNew = !kept.some((known) => known.event_id === one.event_id && known.source === one.source);
        const more = withEvent(lines, one);
        expect(more !== lines).toBe(isNew);
        lines = more;
        if (isNew) kept.push(one);
      }
      expect(readEvents(lines, 'a')).toEqual(kept.sort(inOrder));
      expect(newestMs(lines)).toBe(kept.at(-1)?.occurred_at ?? -Infinity);
    }),
  );
});
