// Chapter 1 of the tour.
import { describe, expect, test } from 'vitest';
import { post, serviceUrl } from '../support/revloop.ts';
import { at } from '../support/worked-example.ts';
import { acme, eventNamed } from './acme.ts';

/** Ingest: emitters send events over HTTP. */
export const ingestChapter = (): void => {
  describe('1. ingest: emitters send events over HTTP', () => {
    test('an event is one flat JSON object; the answer comes when Kafka has it', async () => {
      const { status, body } = await post(JSON.stringify(eventNamed('t1')));
      expect(status).toBe(202);
      expect(body).toEqual({ accepted: 1, rejected: [] });
    });

    test('an array and NDJSON do the same for many', async () => {
      expect((await post(JSON.stringify([eventNamed('t2'), eventNamed('known')]))).body.accepted).toBe(2);
      const lines = [eventNamed('mql1'), eventNamed('rejected')]
        .map((event) => JSON.stringify(event))
        .join('\n');
      expect((await post(lines, { 'content-type': 'application/x-ndjson' })).body.accepted).toBe(2);
    });

    test('what is wrong with an event is said, with its place; the others are accepted', async () => {
      const { status, body } = await post(
        JSON.stringify([eventNamed('t3'), { ...eventNamed('t4'), occured_at: at(45) }]),
      );
      expect(status).toBe(202);
      expect(body).toEqual({
        accepted: 1,
        rejected: [
          {
            index: 1,
            event_id: `${acme}-t4`,
            code: 'unknown_field',
            message: 'occured_at is not a field of this event type; put it into properties',
          },
        ],
      });
    });

    test('nothing valid is 400, no key 401, too large 413, another media type 415', async () => {
      expect((await post('[]')).status).toBe(400);
      expect((await post('{"type":')).body.error?.code).toBe('invalid_json');
      expect((await post('{}', { authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await post(`[${' '.repeat(5_000_000)}]`)).status).toBe(413);
      expect((await post('hello', { 'content-type': 'text/plain' })).status).toBe(415);
    });

    test('the API describes itself', async () => {
      const openapi = (await (await fetch(`${serviceUrl('INGEST')}/openapi.json`)).json()) as {
        paths: Record<string, unknown>;
      };
      expect(Object.keys(openapi.paths)).toEqual(['/v1/events']);
      expect(JSON.stringify(openapi)).toContain('opportunity_won');
    });
  });
};
