// What happens to an account, from first touch to last word: each plot plants one thing that page and SQL must show.
import { minute_ms } from './calendar.ts';
import {
  answerRejection,
  browse,
  loseDeal,
  meet,
  nurture,
  openDeal,
  qualifyAndAccept,
  qualifyAndReject,
  sendBack,
  winDeal,
} from './chapters.ts';
import type { Story } from './story.ts';
import { rejectReasons } from './words.ts';

export interface Plot {
  /** How many of 100 accounts, roughly. */
  readonly weight: number;
  /** The longest time from the story's start until it may be told, the time until a silence is surely a breach included. */
  readonly days_max: number;
  /** True: the story begins as late as it can, since it has no end yet. */
  readonly unfinished?: true;
  readonly tell: (story: Story) => void;
}

const winOrLose = (story: Story, opportunity: ReturnType<typeof openDeal>, winning: number): void => {
  if (story.prng.chance(winning)) winDeal(story, opportunity);
  else loseDeal(story, opportunity);
};

export const plots = {
  browsing: {
    weight: 16,
    days_max: 80,
    tell: (story) => {
      meet(story);
      if (story.prng.chance(0.6)) return;
      const second = story.newContact();
      browse(story, second, [2, 5], 3);
      story.identify(second);
    },
  },
  won: {
    weight: 13,
    days_max: 110,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      winDeal(story, openDeal(story, contact));
    },
  },
  lost: {
    weight: 12,
    days_max: 110,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      loseDeal(story, openDeal(story, contact));
    },
  },
  rejected_then_won: {
    weight: 8,
    days_max: 175,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndReject(story, contact);
      answerRejection(story, contact);
      nurture(story, contact);
      qualifyAndAccept(story, contact);
      winOrLose(story, openDeal(story, contact), 0.75);
    },
  },
  rejected_twice: {
    weight: 5,
    days_max: 125,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndReject(story, contact);
      answerRejection(story, contact);
      nurture(story, contact);
      qualifyAndReject(story, contact);
      answerRejection(story, contact);
    },
  },
  rejection_unanswered: {
    weight: 4,
    days_max: 80,
    tell: (story) => qualifyAndReject(story, meet(story)),
  },
  never_decided: {
    weight: 5,
    days_max: 80,
    tell: (story) => {
      const contact = meet(story);
      story.passToWork(0.1, 2);
      story.qualify(contact, story.prng.chance(0.4));
    },
  },
  decided_late: {
    weight: 6,
    days_max: 140,
    tell: (story) => {
      const contact = meet(story);
      story.passToWork(0.1, 2);
      story.qualify(contact, story.prng.chance(0.4));
      story.passToWork(13, 20);
      if (story.prng.chance(0.4)) {
        story.reject(contact, story.prng.pick(rejectReasons));
        answerRejection(story, contact);
        return;
      }
      story.accept(contact);
      winOrLose(story, openDeal(story, contact), 0.5);
    },
  },
  sent_back_after_acceptance: {
    weight: 6,
    days_max: 175,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      sendBack(story, contact);
      nurture(story, contact);
      qualifyAndAccept(story, contact);
      winOrLose(story, openDeal(story, contact), 0.6);
    },
  },
  requalified: {
    weight: 3,
    days_max: 115,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      story.passMinutes(30, 300);
      story.qualify(contact, true);
      story.passMinutes(3, 40);
      story.accept(contact);
      winOrLose(story, openDeal(story, contact), 0.7);
    },
  },
  reopened_and_won: {
    weight: 5,
    days_max: 185,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      const opportunity = openDeal(story, contact);
      loseDeal(story, opportunity);
      nurture(story, contact);
      story.passToWork(1, 5);
      story.reopen(opportunity);
      winDeal(story, opportunity);
    },
  },
  expanded: {
    weight: 4,
    days_max: 265,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      winDeal(story, openDeal(story, contact));
      // Past the default lookback: no touch of the first journey can be in the window of the second.
      story.pass(75, 82);
      browse(story, contact, [3, 5], 2);
      qualifyAndAccept(story, contact);
      const second = openDeal(story, contact);
      story.pass(15, 18);
      winDeal(story, second);
    },
  },
  open_deal: {
    weight: 9,
    days_max: 90,
    unfinished: true,
    tell: (story) => {
      const contact = meet(story);
      qualifyAndAccept(story, contact);
      openDeal(story, contact);
    },
  },
  awaiting_decision: {
    weight: 4,
    days_max: 60,
    unfinished: true,
    tell: (story) => {
      const contact = meet(story);
      story.jumpTo(story.now - story.prng.integer(4 * minute_ms, 20 * minute_ms));
      story.qualify(contact, story.prng.chance(0.4));
    },
  },
  won_without_touch: {
    weight: 3,
    days_max: 40,
    tell: (story) => {
      const contact = story.newContact();
      story.identify(contact);
      story.passToWork(0.2, 2);
      const opportunity = story.open(contact);
      winDeal(story, opportunity);
    },
  },
  buying_group: {
    weight: 6,
    days_max: 195,
    tell: (story) => {
      const first = meet(story);
      qualifyAndReject(story, first);
      answerRejection(story, first);
      const second = meet(story);
      browse(story, first, [1, 3], 3);
      qualifyAndAccept(story, second);
      const opportunity = openDeal(story, second);
      const third = story.newContact();
      browse(story, third, [2, 4], 3);
      story.identify(third);
      winOrLose(story, opportunity, 0.8);
    },
  },
  acceptance_stalled: {
    weight: 3,
    days_max: 80,
    tell: (story) => qualifyAndAccept(story, meet(story)),
  },
  group_sent_back: {
    weight: 2,
    days_max: 130,
    tell: (story) => {
      const first = meet(story);
      const second = meet(story);
      qualifyAndAccept(story, first);
      story.passMinutes(5, 60);
      story.qualify(second, true);
      story.passMinutes(3, 40);
      story.accept(second);
      story.passToWork(0.05, 0.9);
      story.recycleAll('project_postponed');
    },
  },
} as const satisfies Readonly<Record<string, Plot>>;

export type PlotName = keyof typeof plots;
