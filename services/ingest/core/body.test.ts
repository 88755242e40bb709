import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonBody, parseNdjsonBody } from './body.ts';

describe('a JSON body', () => {
  test('is one event or an array of them', () => {
    expect(parseJsonBody('{"a":1}')).toEqual({ ok: true, values: [{ index: 0, value: { a: 1 } }] });
    expect(parseJsonBody('[1,2]')).toEqual({
      ok: true,
      values: [
        { index: 0, value: 1 },
        { index: 1, value: 2 },
      ],
    });
  });

  test('that does not parse says where; an empty array holds no event', () => {
    expect(parseJsonBody('{"a":')).toMatchObject({ ok: false, code: 'invalid_json' });
    expect(parseJsonBody('')).toMatchObject({ ok: false, code: 'invalid_json' });
    expect(parseJsonBody('[]')).toEqual({ ok: false, code: 'empty', message: 'the body holds no event' });
  });
});

describe('an NDJSON body', () => {
  test('counts blank lines, takes both line ends, and refuses a broken line alone', () => {
    expect(parseNdjsonBody('{"a":1}\r\n\n{"a":\n2')).toMatchObject({
      ok: true,
      values: [
        { index: 0, value: { a: 1 } },
        { index: 2, fault: expect.any(String) as string },
        { index: 3, value: 2 },
      ],
    });
  });

  test('of blank lines holds no event', () => {
    expect(parseNdjsonBody('\n  \n')).toMatchObject({ ok: false, code: 'empty' });
  });

  test('gives back what was written, line by line', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 20 }), (list) => {
        // JSON has no negative zero.
        const written = JSON.parse(JSON.stringify(list)) as unknown[];
        expect(parseNdjsonBody(list.map((value) => JSON.stringify(value)).join('\n'))).toEqual({
          ok: true,
          values: written.map((value, index) => ({ index, value })),
        });
        expect(parseJsonBody(JSON.stringify(list))).toEqual({
          ok: true,
          values: written.map((value, index) => ({ index, value })),
        });
      }),
    );
  });
});
