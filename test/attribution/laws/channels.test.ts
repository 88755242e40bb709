// Laws of channels: they are names.
import { describe, expect, test } from 'vitest';
import type { NativeEvent } from '../../support/revloop.ts';
import { facts } from '../credits.ts';
import { attribute, type Row } from '../reference/attribution.ts';
import { channelOf } from '../reference/fact.ts';
import { ruleModels } from '../reference/rule-models.ts';
import { accounts, holds, reported, stream, sum } from './generated.ts';

/** Other names whose alphabetical order is another one; an empty channel gets a name, `direct` keeps its own: a model knows it. */
const names: Readonly<Record<string, string>> = {
  '': 'b',
  paid_search: 'z',
  email: 'y',
  webinar: 'a',
  direct: 'direct',
};
const rename = (channel: string): string => names[channel] ?? channel;
const renamed = (events: readonly NativeEvent[]): NativeEvent[] =>
  events.map((event) =>
    event.type === 'content_viewed'
      ? { ...event, channel: rename((event['channel'] as string | undefined) ?? '') }
      : event,
  );

const moneyByChannel = (rows: readonly Row[], nameOf: (channel: string) => string): string[] =>
  [
    ...Map.groupBy(
      rows,
      ({ model, touch, row_kind }) => `${model} ${touch ? nameOf(channelOf(touch)) : row_kind}`,
    ),
  ]
    .map(([key, own]) => `${key} ${sum(own.map(({ minor }) => minor))}`)
    .sort();

describe('channels', () => {
  test('renaming channels renames results and changes no credit', () => {
    holds(
      accounts,
      (plans) => {
        const events = stream(plans);
        expect(reported(renamed(events))).toEqual(reported(events));
        const view = { lookback_days: 90, policy: 'productive' } as const;
        expect(moneyByChannel(attribute(facts(renamed(events)), view), (name) => name)).toEqual(
          moneyByChannel(attribute(facts(events), view), rename),
        );
      },
      80,
    );
  });

  test('the rule models but last_non_direct do not look at channels at all', () => {
    const blind = ruleModels.filter((model) => model !== 'last_non_direct');
    holds(accounts, (plans) => {
      const events = stream(plans);
      const same = events.map((event) => ('channel' in event ? { ...event, channel: 'other' } : event));
      expect(reported(same, 90, blind)).toEqual(reported(events, 90, blind));
    });
  });
});
