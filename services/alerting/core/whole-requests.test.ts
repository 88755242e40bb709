import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeRequests } from './whole-requests.ts';

test('every record is in one request, in order; no group is parted, and none is larger than it must be', () => {
  const max = 5;
  fc.assert(
    fc.property(fc.array(fc.nat(7)), (sizes) => {
      const groups = sizes.map((size, group) => Array.from({ length: size }, (_, at) => ({ group, at })));
      const requests = wholeRequests(groups, max);
      expect(requests.flat()).toEqual(groups.flat());
      for (const request of requests) {
        const among = new Set(request.map(({ group }) => group));
        expect(request).toEqual(groups.flatMap((group, at) => (among.has(at) ? group : [])));
        expect(request.length > 0 && (request.length <= max || among.size === 1)).toBe(true);
      }
    }),
  );
});
