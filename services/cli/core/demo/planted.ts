// What was planted: the sums of all stories' books, for comparing with what page and SQL show.
import { day_ms } from './calendar.ts';
import type { ClockKind, Facts, Win } from './facts.ts';
import { amountText, equalParts } from './money.ts';

/** Channel → amount in EUR as decimal text, as `amountText` writes it. */
export type AmountByChannel = Readonly<Record<string, string>>;

export interface PlantedLoop {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly count: number;
}

export interface PlantedStories {
  readonly contacts: number;
  /** Handoffs opened. */
  readonly mqls: number;
  readonly loops: { readonly count: number; readonly by_reason: readonly PlantedLoop[] };
  readonly opportunities: {
    readonly created: number;
    readonly won: number;
    readonly lost: number;
    /** Pending: neither won nor lost yet. */
    readonly open: number;
    /** Lost once and opened again. */
    readonly reopened: number;
  };
  readonly revenue: {
    readonly currency: 'EUR';
    readonly won: string;
    /** Won without any touch in the 90 days before. */
    readonly unattributed: string;
    readonly unattributed_wins: number;
    /** By the model of that name, 90-day window. */
    readonly first_touch: AmountByChannel;
    readonly linear: AmountByChannel;
  };
  readonly handoffs: {
    readonly accepted: number;
    readonly rejected: number;
    readonly undecided: number;
    /** By the default policies on the first decision: in time, late or never, still within their time at `now`. */
    readonly met: number;
    readonly breached: number;
    readonly open: number;
    /** Of the breached ones, those of hand raisers. */
    readonly breached_hand_raisers: number;
  };
  /** Handoffs that breached each of the default policies' due times (the first decision's as in `handoffs`). */
  readonly breaches: Readonly<Record<ClockKind, number>>;
}

const lookback_days = 90;

/** Adds up the books of all accounts. */
export const sumOf = (stories: readonly Facts[]): PlantedStories => {
  const clocks = stories.flatMap((facts) => facts.clocks);
  const count = (kind: ClockKind, verdict: string, handRaiser?: boolean): number =>
    clocks.filter(
      (clock) =>
        clock.kind === kind &&
        clock.verdict === verdict &&
        (handRaiser === undefined || clock.hand_raiser === handRaiser),
    ).length;
  const handoffs = stories.flatMap((facts) => facts.handoffs);
  const outcome = (name: string): number => handoffs.filter((handoff) => handoff === name).length;
  return {
    contacts: stories.reduce((sum, facts) => sum + facts.contacts, 0),
    mqls: handoffs.length,
    loops: loopsOf(stories),
    opportunities: opportunitiesOf(stories),
    revenue: revenueOf(stories),
    handoffs: {
      accepted: outcome('accepted'),
      rejected: outcome('rejected'),
      undecided: outcome('undecided'),
      met: count('first_decision', 'met'),
      breached: count('first_decision', 'breached'),
      open: count('first_decision', 'open'),
      breached_hand_raisers: count('first_decision', 'breached', true),
    },
    breaches: {
      first_decision: count('first_decision', 'breached'),
      acceptance: count('acceptance', 'breached'),
      handback: count('handback', 'breached'),
    },
  };
};

const loopsOf = (stories: readonly Facts[]): PlantedStories['loops'] => {
  const loops = stories.flatMap((facts) => facts.loops);
  const counts = new Map<string, PlantedLoop>();
  for (const { from, to, reason } of loops) {
    const key = `${from} ${to} ${reason}`;
    counts.set(key, { from, to, reason, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return { count: loops.length, by_reason: sorted.map(([, loop]) => loop) };
};

const opportunitiesOf = (stories: readonly Facts[]): PlantedStories['opportunities'] => {
  const opportunities = stories.flatMap((facts) => facts.opportunities);
  const at = (wanted: string): number => opportunities.filter(({ state }) => state === wanted).length;
  return {
    created: opportunities.length,
    won: at('won'),
    lost: at('lost'),
    open: at('open'),
    reopened: opportunities.filter(({ reopened }) => reopened).length,
  };
};

const revenueOf = (stories: readonly Facts[]): PlantedStories['revenue'] => {
  const first = new Map<string, number>();
  const linear = new Map<string, number>();
  const add = (sums: Map<string, number>, channel: string, cents: number): void =>
    void sums.set(channel, (sums.get(channel) ?? 0) + cents);
  let won = 0;
  let unattributed = 0;
  let unattributed_wins = 0;
  for (const facts of stories)
    for (const win of facts.wins) {
      const touches = eligible(facts, win);
      won += win.cents;
      if (touches.length === 0) {
        unattributed += win.cents;
        unattributed_wins += 1;
      }
      const parts = equalParts(win.cents, touches.length);
      for (const [index, { channel }] of touches.entries()) {
        add(linear, channel, parts[index] ?? 0);
        if (index === 0) add(first, channel, win.cents);
      }
    }
  return {
    currency: 'EUR',
    won: amountText(won),
    unattributed: amountText(unattributed),
    unattributed_wins,
    first_touch: texts(first),
    linear: texts(linear),
  };
};

/** The account's touches in the window that ends with the win, the oldest first. */
const eligible = ({ touches }: Facts, { at }: Win): Facts['touches'] =>
  touches.filter((touch) => touch.at <= at && touch.at >= at - lookback_days * day_ms);

const texts = (sums: ReadonlyMap<string, number>): AmountByChannel =>
  Object.fromEntries([...sums].sort().map(([channel, cents]) => [channel, amountText(cents)]));
