// Pieces that the plots are made of. `days` in a name's comment is the longest time it takes.
import type { Contact, Opportunity } from './people.ts';
import type { Story } from './story.ts';
import { lossReasons, recycleReasons, rejectReasons } from './words.ts';

/** A contact reads `count_min` to `count_max` pieces with `gap_days_max` between them. Until identified: a visitor. */
export const browse = (
  story: Story,
  contact: Contact,
  [count_min, count_max]: readonly [number, number],
  gap_days_max: number,
): void => {
  const count = story.prng.integer(count_min, count_max);
  for (let index = 0; index < count; index += 1) {
    story.pass(0.02, gap_days_max);
    story.touch(contact);
  }
};

/** A new contact finds us, reads, leaves a name, reads on. 50 days. */
export const meet = (story: Story): Contact => {
  const contact = story.newContact();
  browse(story, contact, [4, 9], 3);
  story.passMinutes(1, 20);
  story.identify(contact);
  browse(story, contact, [3, 8], 3);
  return contact;
};

/** Marketing qualifies, sales accepts in time. 5 days. */
export const qualifyAndAccept = (story: Story, contact: Contact): void => {
  handOver(story, contact);
  story.accept(contact);
};

/** The same, and sales rejects. 5 days. */
export const qualifyAndReject = (story: Story, contact: Contact): void => {
  handOver(story, contact);
  story.reject(contact, story.prng.pick(rejectReasons));
};

const handOver = (story: Story, contact: Contact): void => {
  story.passToWork(0.1, 2);
  const handRaiser = story.prng.chance(0.35);
  story.qualify(contact, handRaiser);
  // Within the target, and before its warning, on the wall clock, hence in any business time.
  if (handRaiser) story.passMinutes(3, 40);
  else story.passMinutes(10, 170);
};

/** Marketing answers a rejection in time. 4 days. */
export const answerRejection = (story: Story, contact: Contact): void => {
  story.passToWork(0.05, 0.9);
  story.recycle(contact, 'back_to_nurturing');
};

/** Sales sends an accepted contact back. 4 days. */
export const sendBack = (story: Story, contact: Contact): void => {
  story.passToWork(0.05, 0.9);
  story.recycle(contact, story.prng.pick(recycleReasons));
};

/** Nurturing between two tries. 50 days. */
export const nurture = (story: Story, contact: Contact): void => {
  story.pass(4, 20);
  browse(story, contact, [4, 8], 3.5);
};

/** Sales opens an opportunity for an accepted contact in time, and both sides go on talking. 25 days. */
export const openDeal = (story: Story, contact: Contact): Opportunity => {
  story.passToWork(0.05, 0.9);
  const opportunity = story.open(contact);
  browse(story, contact, [3, 7], 3);
  return opportunity;
};

/** 15 days. */
export const winDeal = (story: Story, opportunity: Opportunity): void => {
  story.passToWork(2, 12);
  story.win(opportunity);
};

/** 15 days. */
export const loseDeal = (story: Story, opportunity: Opportunity): void => {
  story.passToWork(2, 12);
  story.lose(opportunity, story.prng.pick(lossReasons));
};
