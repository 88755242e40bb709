// What the generator knows about an account's story because it wrote it: the numbers that page and SQL must show.
import type { ChannelName } from './words.ts';

export interface Touch {
  readonly at: number;
  readonly channel: ChannelName;
}

export interface Loop {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface Win {
  readonly at: number;
  readonly cents: number;
}

/** How an SLA clock stands at `now`: answered in time, answered late or never, or still within its time. `ended`: no answer is due any more. */
export type Verdict = 'met' | 'breached' | 'open' | 'ended';

export type ClockKind = 'first_decision' | 'acceptance' | 'handback';

export interface Clock {
  readonly kind: ClockKind;
  readonly hand_raiser: boolean;
  readonly verdict: Verdict;
}

export interface Facts {
  readonly contacts: number;
  readonly touches: readonly Touch[];
  readonly loops: readonly Loop[];
  readonly wins: readonly Win[];
  readonly clocks: readonly Clock[];
  /** Outcome of each handoff. */
  readonly handoffs: readonly ('accepted' | 'rejected' | 'undecided')[];
  /** State of each opportunity in the end, and whether it was lost before. */
  readonly opportunities: readonly { readonly state: 'open' | 'won' | 'lost'; readonly reopened: boolean }[];
}
