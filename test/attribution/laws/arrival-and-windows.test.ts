// Laws of what counts: order of arrival and repetitions do not, nor does a touch that is not eligible.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facts } from '../credits.ts';
import { attribute } from '../reference/attribution.ts';
import { models } from '../reference/models.ts';
import { markovModels } from '../reference/removal-effects.ts';
import { eventsOfPair, pair } from '../pairs.ts';
import { accounts, holds, policy, reported, stream } from './generated.ts';

const isMarkov = (model: string): boolean => (markovModels as readonly string[]).includes(model);
/** These look at nothing but the opportunity's own journey. */
const byJourney = models.filter((model) => !isMarkov(model));
const stranger = {
  type: 'content_viewed',
  event_id: 'stranger',
  occurred_at: '2024-01-02T00:00:00.000Z',
  anonymous_id: 'nobody',
};
const touchAt = (event_id: string, occurred_at: string) => ({
  type: 'content_viewed',
  event_id,
  occurred_at,
  account_id: 'a0',
  channel: 'another',
});

describe('arrival', () => {
  test('order of arrival and duplicates change nothing', () => {
    const streams = fc.oneof(
      accounts.map(stream),
      pair.map((own) => eventsOfPair(['a', 'b'], own)),
    );
    const arrivals = streams.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.subarray(events).chain((again) =>
          fc.shuffledSubarray([...events, ...again], {
            minLength: events.length + again.length,
            maxLength: events.length + again.length,
          }),
        ),
      ),
    );
    holds(arrivals, ([events, shuffled]) => expect(reported(shuffled)).toEqual(reported(events)), 60);
  });
});

describe('windows', () => {
  test('a wider window never loses a touch', () => {
    holds(fc.tuple(accounts, policy), ([plans, own]) => {
      const touched = (lookback_days: number) =>
        attribute(facts(stream(plans)), { lookback_days, policy: own, models: ['linear'] })
          .filter(({ row_kind }) => row_kind === 'touch')
          .map(({ opportunity_id, touch }) => `${opportunity_id} ${touch?.event_id}`);
      expect(touched(90)).toEqual(expect.arrayContaining(touched(30)));
      expect(touched(365)).toEqual(expect.arrayContaining(touched(90)));
    });
  });

  test('a touch of a stranger changes nothing', () => {
    holds(accounts, (plans) => {
      const events = stream(plans);
      expect(reported([...events, stranger])).toEqual(reported(events));
    });
  });

  test('a touch after every win, or before every window, changes nothing; only Markov models learn from a null path', () => {
    holds(accounts, (plans) => {
      const events = stream(plans);
      const late = touchAt('late', '2026-01-01T00:00:00.000Z');
      const early = touchAt('early', '2001-01-01T00:00:00.000Z');
      expect(reported([...events, late, early], 90, byJourney)).toEqual(reported(events, 90, byJourney));
    });
  });
});
