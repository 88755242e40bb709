// The stage-credit policies the credits are computed for.

export const stageCreditPolicies = ['first', 'last', 'even', 'productive', 'rescue'] as const;
