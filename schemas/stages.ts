// The stages of the funnel, in order.

/** Position in this list is the stage's rank: a move to a lower one is a loop. */
export const stages = ['engaged', 'mql', 'accepted', 'opportunity', 'won'] as const;

export type Stage = (typeof stages)[number];
