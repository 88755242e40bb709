import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf, stateOf, type BookState } from './book-text.ts';
import type { Said, Slot } from './facts.ts';
import { levels } from './telling/levels.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('m', 'crm', 'sam', ''));
const time = fc.integer({ min: 0, max: 2 ** 45 });
const said = fc.record<Said>({
  fact: fc.constantFrom('started', 'warned', 'breached', 'withdrawn', 'met', 'ended'),
  ...{ due_at: time, at: time, derived_at: time },
  ...{ cause_event_id: fc.option(text), owner_id: fc.option(text), team: fc.option(text) },
  business_seconds: fc.option(fc.nat()),
});
const slots: readonly Slot[] = ['clock', 'end', ...levels];
const entriesOf = <Value>(key: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
  fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 });
const counter = fc.constantFrom(
  'breach/started',
  'breach/met',
  'unknown/withdrawn',
  'warning/warned',
  'breach/breached',
);
const act = fc.record({
  fact: fc.constantFrom('acknowledged' as const, 'snoozed' as const),
  ...{ due_at: time, derived_at: time, owner_id: fc.option(text), count: fc.integer({ min: 1, max: 3 }) },
});
const state = fc.record<BookState>({
  identity: fc.record({
    ...{ policy_id: text, policy_version: fc.nat(), handoff_id: fc.constantFrom('crm/m', 'm', 'crm/a/b') },
    ...{ account_id: text, contact_id: text, owner_id: fc.option(text), started_at: time },
  }),
  ...{ newest_ms: time, withdrawn_ms: time },
  said: entriesOf(fc.constantFrom(...slots), said) as fc.Arbitrary<[Slot, Said][]>,
  counts: entriesOf(counter, fc.integer({ min: 1, max: 3 })).map((entries) => new Map(entries)),
  acts: entriesOf(text, act).map((entries) => new Map(entries)),
});

test('what was said of a clock is read as it was written', () => {
  fc.assert(
    fc.property(state, (one) => {
      const text_of = JSON.stringify(fieldsOf(one));
      const read = stateOf(JSON.parse(text_of) as ReturnType<typeof fieldsOf>, one.identity.handoff_id);
      expect({ ...read, said: [...read.said] }).toEqual({ ...one, said: [...one.said] });
    }),
  );
});
