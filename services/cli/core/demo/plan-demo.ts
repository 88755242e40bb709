// Seed, time and size → the demo's events in sending order and what they mean. Nothing else goes in: the same three give the same plan.
import { day_ms } from './calendar.ts';
import { deliver } from './delivery.ts';
import type { NativeJsonEvent } from './native-event.ts';
import { sumOf, type PlantedStories } from './planted.ts';
import { plots, type Plot, type PlotName } from './plots.ts';
import { createPrng, type Prng } from './prng.ts';
import { Story } from './story.ts';
import { touchOf } from './touch.ts';
import { accountNames } from './words.ts';

export interface DemoSettings {
  readonly seed: number;
  /** UTC milliseconds the journeys lead up to; no event is later. */
  readonly now: number;
  readonly accounts: number;
}

export interface Planted extends PlantedStories {
  readonly seed: number;
  /** ISO 8601. */
  readonly now: string;
  readonly accounts: number;
  /** Accounts by the plot of their story. */
  readonly plots: Readonly<Record<PlotName, number>>;
  /** Visitors who are never identified: their touches belong to no account. */
  readonly unidentified_visitors: number;
  readonly events: {
    readonly sent: number;
    readonly unique: number;
    readonly duplicates: number;
    readonly late: number;
    /** Unique events by type. */
    readonly by_type: Readonly<Record<string, number>>;
  };
}

export interface DemoPlan {
  /** In sending order. */
  readonly events: readonly NativeJsonEvent[];
  readonly planted: Planted;
}

export const default_seed = 1;
export const default_accounts = 150;
const history_days = 270;

/** Writes the stories of all accounts and says what was planted. */
export const planDemo = ({ seed, now, accounts }: DemoSettings): DemoPlan => {
  const prng = createPrng(`revloop demo ${seed}`);
  const names = accountIds(prng.fork('names'), demoMark(seed, accounts), accounts);
  const casting = castPlots(prng.fork('plots'), accounts);
  const idPrefix = `demo${demoMark(seed, accounts)}-${now.toString(36)}`;
  const stories = names.map((account_id, index) => {
    const name = casting[index] as PlotName;
    const own = prng.fork(account_id);
    const story = new Story({
      account_id,
      id_prefix: `${idPrefix}-${account_id}`,
      starts_at: startOf(plots[name], now, own),
      now,
      prng: own,
    });
    plots[name].tell(story);
    return story;
  });
  const strangers = strangerEvents(prng.fork('strangers'), now, Math.ceil(accounts / 10), idPrefix);
  const unique = [...stories.flatMap(({ events }) => events), ...strangers.events];
  const { events, late, duplicates } = deliver(unique, prng.fork('delivery'));
  const planted: Planted = {
    seed,
    now: new Date(now).toISOString(),
    accounts,
    plots: countBy(casting),
    unidentified_visitors: strangers.visitors,
    events: {
      sent: events.length,
      unique: unique.length,
      duplicates,
      late,
      by_type: countBy(unique.map(({ type }) => type)),
    },
    ...sumOf(stories.map((story) => story.facts())),
  };
  return { events, planted };
};

/** Demos of different seeds or sizes can be in one warehouse: the accounts of all but the default one carry a mark. */
const demoMark = (seed: number, accounts: number): string =>
  seed === default_seed && accounts === default_accounts ? '' : `-s${seed}n${accounts}`;

const accountIds = (prng: Prng, mark: string, count: number): readonly string[] => {
  const names = prng.shuffled(accountNames);
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / names.length);
    return `${names[index % names.length]}${round > 0 ? `-${round + 1}` : ''}${mark}`;
  });
};

/** Every plot gets its share of the accounts, in mixed order. */
const castPlots = (prng: Prng, count: number): readonly PlotName[] => {
  const entries = Object.entries(plots) as [PlotName, Plot][];
  const total = entries.reduce((sum, [, { weight }]) => sum + weight, 0);
  const casting = Array.from({ length: count }, (_, index) => {
    let rest = ((index + 0.5) / count) * total;
    return (entries.find(([, { weight }]) => (rest -= weight) < 0) ?? entries[0])?.[0] as PlotName;
  });
  return prng.shuffled(casting);
};

const startOf = ({ days_max, unfinished }: Plot, now: number, prng: Prng): number => {
  const days = unfinished ? days_max : prng.between(days_max, Math.max(history_days, days_max));
  return now - days * day_ms;
};

/** Visitors who never say who they are. */
const strangerEvents = (
  prng: Prng,
  now: number,
  visitors: number,
  idPrefix: string,
): { events: readonly NativeJsonEvent[]; visitors: number } => {
  const events = Array.from({ length: visitors }, (_, visitor) =>
    Array.from({ length: prng.integer(1, 4) }, (_, index): NativeJsonEvent => {
      const at = now - Math.ceil(prng.between(0.01, history_days) * day_ms);
      return {
        type: 'content_viewed',
        event_id: `${idPrefix}-stranger-${visitor + 1}-${index + 1}`,
        occurred_at: new Date(at).toISOString(),
        anonymous_id: `${idPrefix}-stranger-${visitor + 1}`,
        ...touchOf(prng, false),
      };
    }),
  );
  return { events: events.flat(), visitors };
};

const countBy = <T extends string>(names: readonly T[]): Record<T, number> => {
  const counts = {} as Record<T, number>;
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
