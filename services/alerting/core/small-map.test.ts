import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SmallMap } from './small-map.ts';

test('a small map answers like a Map, whatever is set and deleted', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.record({ key, value: fc.option(fc.nat(9), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const [small, map] = [new SmallMap<string, number>(), new Map<string, number>()];
      for (const { key: name, value } of steps) {
        if (value === undefined) {
          small.delete(name);
          map.delete(name);
        } else {
          small.set(name, value);
          map.set(name, value);
        }
        expect([...small]).toEqual([...map]);
        expect([...small.values()]).toEqual([...map.values()]);
        expect([small.size, small.get('a'), small.has('b')]).toEqual([map.size, map.get('a'), map.has('b')]);
      }
    }),
  );
});
