import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from './message.ts';
import { factOf, messageOf } from './testing.ts';
import { body_bytes_max, webhookRequest } from './webhook.ts';

interface Body {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Omit<Message, 'facts'> & {
    readonly facts: readonly Record<string, unknown>[];
    readonly omitted: { readonly facts: number; readonly lines: number };
  };
}

const read = (message: Message): Body => {
  const { body } = webhookRequest(message, 'https://a.example/');
  expect(Buffer.byteLength(body)).toBeLessThan(body_bytes_max);
  return JSON.parse(body) as Body;
};

test('the body is type, time and data, with the facts whole and their times as ISO 8601', () => {
  const { url, headers } = webhookRequest(messageOf(), 'https://a.example/in');
  expect({ url, headers }).toEqual({
    url: 'https://a.example/in',
    headers: { 'content-type': 'application/json' },
  });
  const { type, timestamp, data } = read(messageOf());
  expect({ type, timestamp }).toEqual({ type: 'sla.alert', timestamp: '2026-06-01T13:00:00.100Z' });
  const { kind: _kind, at: _at, facts: _facts, ...same } = messageOf();
  expect(data).toMatchObject({ ...same, omitted: { facts: 0, lines: 0 } });
  expect(data.facts).toEqual([
    {
      ...factOf(),
      started_at: '2026-06-01T09:00:00.000Z',
      due_at: '2026-06-01T13:00:00.000Z',
      at: '2026-06-01T13:00:00.000Z',
      derived_at: '2026-06-01T13:00:00.100Z',
    },
  ]);
});

test('a digest of thousands has as many facts as there is room for, and counts the others', () => {
  const facts = Array.from({ length: 10_000 }, (_, at) => factOf({ fact_id: `f${at}` }));
  const lines = Array.from({ length: 10 }, () => ({ label: 'Owner', value: 'x'.repeat(100) }));
  const { data } = read(messageOf({ kind: 'digest', facts, lines }));
  expect(data.facts.length).toBeGreaterThan(20);
  expect(data.facts[7]).toMatchObject({ fact_id: 'f7' });
  expect(data.omitted).toEqual({ facts: 10_000 - data.facts.length, lines: 0 });
});

test('the fact comes before lines without end', () => {
  const lines = Array.from({ length: 5_000 }, () => ({ label: 'Owner', value: 'sam' }));
  const { data } = read(messageOf({ lines }));
  expect(data.facts).toHaveLength(1);
  expect(data.omitted).toEqual({ facts: 0, lines: 5_000 - data.lines.length });
});

test('the body stays under its limit whatever is said', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const line = fc.record({ label: text, value: text });
  fc.assert(
    fc.property(text, text, fc.array(line, { maxLength: 30 }), (title, long, lines) => {
      read(messageOf({ title: title.repeat(9), text: long.repeat(9), lines }));
    }),
    { numRuns: 100 },
  );
});
