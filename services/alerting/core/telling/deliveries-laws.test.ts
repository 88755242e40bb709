// Any storm, any order, any outage, processes that die at any step: what must hold all the same.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Acts } from './acts.ts';
import { escalationStep, levels, type Level } from './levels.ts';
import { destinationsOf } from './routing.ts';
import { minute_ms } from './testing.ts';
import { cases, factsOf, run } from './testing-courses.ts';

/** REVLOOP_TEST_LONG=1 looks ten times as long. */
const runs = (count: number): { readonly numRuns: number } => ({
  numRuns: process.env['REVLOOP_TEST_LONG'] === '1' ? count * 10 : count,
});

const isAbout = (kind: SlaFact['fact']): boolean => kind === 'told' || kind === 'undeliverable';

/** What people have done about a handoff by these facts. */
const doneAbout = (log: readonly SlaFact[], handoff_id: string): Acts => {
  const acts = new Acts();
  for (const one of log) if (one.handoff_id === handoff_id) acts.add(one);
  return acts;
};

/** What is in force of a handoff by these facts, and of whom. */
const inForce = (log: readonly SlaFact[], handoff_id: string): readonly SlaFact[] => {
  const said = log.filter((one) => one.handoff_id === handoff_id && !isAbout(one.fact));
  if (said.some(({ fact: kind }) => kind === 'met' || kind === 'ended' || kind === 'resolved')) return [];
  const acts = doneAbout(log, handoff_id);
  return levels.flatMap((level: Level) => {
    const last = said.findLast((one) => one.level === level && (isAlert(one) || one.fact === 'withdrawn'));
    return last && last.fact !== 'withdrawn' ? acts.owned(last) : [];
  });
};

const isAlert = ({ fact: kind }: SlaFact): boolean => kind === 'warned' || kind === 'breached';

test('at the end everybody knows each breach in force, and whose it is, from one message; nothing is told that is not true; what is told is written down once', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const world = run(one);
      const { log, received } = world;
      for (const handoff_id of new Set(log.map((each) => each.handoff_id))) {
        const acts = doneAbout(log, handoff_id);
        const retold = log.filter(
          (each) => each.handoff_id === handoff_id && (each.fact === 'reassigned' || each.fact === 'snoozed'),
        ).length;
        if (acts.hold?.until === Infinity) continue;
        for (const breach of inForce(log, handoff_id)) {
          if (acts.acknowledged && escalationStep(breach.level) > 0) continue;
          for (const { channel_id } of destinationsOf(breach, one.rules).values()) {
            const told = received.filter(
              ({ delivery }) =>
                delivery.channel_id === channel_id &&
                delivery.facts.some(
                  (each) => isAlert(each) && each.level === breach.level && each.handoff_id === handoff_id,
                ),
            );
            const last = received.findLast(
              ({ delivery }) =>
                delivery.channel_id === channel_id &&
                delivery.facts.some(
                  (each) =>
                    each.fact !== 'acknowledged' &&
                    each.level === breach.level &&
                    each.handoff_id === handoff_id,
                ),
            );
            expect(last?.delivery.facts.some((each) => isAlert(each) && each.handoff_id === handoff_id)).toBe(
              true,
            );
            const top = inForce(log, handoff_id).findLast((each) =>
              destinationsOf(each, one.rules).has(channel_id),
            );
            // Of the most urgent everybody knows who owes the answer now.
            if (top?.level === breach.level && !acts.acknowledged)
              expect(
                last?.delivery.facts.some(
                  (each) => each.handoff_id === handoff_id && each.owner_id === breach.owner_id,
                ),
              ).toBe(true);
            const kept = told.filter(
              ({ lost, delivery }) => !lost && delivery.facts.some((each) => each.fact_id === breach.fact_id),
            );
            expect(new Set(kept.map(({ delivery }) => delivery.message_id)).size).toBeLessThanOrEqual(
              1 + retold,
            );
          }
        }
      }
      for (const { known, delivery } of received)
        for (const each of delivery.facts.filter(isAlert))
          expect(inForce(log.slice(0, known), each.handoff_id)).toContainEqual(each);
      const written = world.tellings();
      expect(new Set(written).size).toBe(written.length);
      expect(world.tellings('undeliverable')).toEqual([]);
    }),
    runs(300),
  );
});

test('ends are told where the beginning was, and nowhere else', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { received, log } = run({ ...one, deaths: new Map() });
      for (const [place, { delivery }] of received.entries())
        for (const end of delivery.facts.filter((each) => !isAlert(each)))
          expect(
            received
              .slice(0, place)
              .some(
                (before) =>
                  before.delivery.channel_id === delivery.channel_id &&
                  before.delivery.facts.some((each) => isAlert(each) && each.handoff_id === end.handoff_id),
              ),
          ).toBe(true);
      for (const { delivery } of received.filter((before) => before.delivery.kind === 'alert'))
        for (const { handoff_id, cause_event_id } of one.courses.flatMap((each, at) =>
          factsOf(each, `m${at}${at % 2 ? 'x' : ''}`).filter(({ fact: kind }) => kind === 'ended'),
        ))
          if (delivery.facts.some((each) => each.handoff_id === handoff_id))
            // What somebody called resolved before it was answered has ended by that.
            expect(
              log.some((each) => each.handoff_id === handoff_id && each.fact === 'resolved') ||
                received.some(
                  (after) =>
                    after.delivery.channel_id === delivery.channel_id &&
                    after.delivery.facts.some((each) => each.cause_event_id === cause_event_id),
                ),
            ).toBe(true);
    }),
    runs(150),
  );
});

test('nothing is told again of what is acknowledged, nor anything of what is snoozed or paused; who has taken it on is told once for each owner', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { received, log } = run(one);
      for (const { at, known, lost, delivery } of received)
        for (const each of delivery.facts) {
          const acts = doneAbout(log.slice(0, known), each.handoff_id);
          if (!isAlert(each)) continue;
          expect(acts.hold?.until ?? 0).toBeLessThanOrEqual(at);
          if (!acts.acknowledged || lost) continue;
          expect(escalationStep(each.level) > 0 && delivery.telling === 1).toBe(false);
          if (delivery.telling > 1) expect(delivery.because?.fact).toBe('snoozed');
        }
      const taken = received.filter(({ lost }) => !lost).flatMap(({ delivery }) => delivery.facts);
      for (const handoff_id of new Set(log.map((each) => each.handoff_id))) {
        const owners = log.filter(
          (each) => each.handoff_id === handoff_id && each.fact === 'reassigned',
        ).length;
        const said = taken.filter((each) => each.handoff_id === handoff_id && each.fact === 'acknowledged');
        // On two channels.
        expect(said.length).toBeLessThanOrEqual(2 * (1 + owners));
      }
    }),
    runs(150),
  );
});

test('no channel is sent more than its rate in any minute of a process, nor a message that nobody waits for', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { sent } = run(one);
      for (const { at, life, delivery } of sent) {
        const rate = one.rules.channels.get(delivery.channel_id)?.gathering.per_minute ?? 0;
        const others = sent.filter(
          (other) =>
            other.life === life &&
            other.delivery.channel_id === delivery.channel_id &&
            other.at > at - minute_ms &&
            other.at <= at,
        );
        expect(others.length).toBeLessThanOrEqual(rate);
        expect(delivery.facts.length).toBeGreaterThan(0);
      }
    }),
    runs(150),
  );
});
