import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueHeap } from './due-heap.ts';

test('keys come out when they are due, earliest first, at their newest time, and once', () => {
  const moves = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(moves, fc.integer({ min: 0, max: 20 }), (list, now) => {
      const heap = new DueHeap();
      const model = new Map<string, number>();
      for (const { key, at } of list) {
        heap.set(key, at);
        if (at === undefined) model.delete(key);
        else model.set(key, at);
      }
      expect(heap.size).toBe(model.size);
      const due = [...model].filter(([, at]) => at <= now);
      const taken = heap.takeDue(now, 100);
      expect([...taken].sort()).toEqual(due.map(([key]) => key).sort());
      const times = taken.map((key) => model.get(key) ?? 0);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(heap.takeDue(now, 100)).toEqual([]);
      expect(heap.next_ms).toBe([...model.values()].filter((at) => at > now).sort((a, b) => a - b)[0]);
    }),
  );
});
