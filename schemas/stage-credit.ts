// Which visit to a stage earns its credit when the stage was visited more than once: the policies, in the order in which they are told.

export const stageCreditPolicies = ['first', 'last', 'even', 'productive', 'rescue'] as const;

export type StageCreditPolicy = (typeof stageCreditPolicies)[number];
