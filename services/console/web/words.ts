// The words people read: the glossary's terms, and one plain sentence for each model and policy.
import type { HandoffUpdatedAction } from '@revloop/schemas/generated.ts';
import type { Stage } from '@revloop/schemas/stages.ts';

const stageNames: Readonly<Record<Stage, string>> = {
  engaged: 'Engaged',
  mql: 'MQL',
  accepted: 'Accepted',
  opportunity: 'Opportunity',
  won: 'Won',
};

/** `mql` → `MQL`. A stage that is not known is shown as it is. */
export const stageName = (stage: string): string => stageNames[stage as Stage] ?? stage;

/** `no_budget` → `no budget`; nothing → `no reason given`. */
export const reasonName = (reason: string): string => reason.replaceAll('_', ' ') || 'no reason given';

/** `paid_search` → `paid search`; the two special channels in words. */
export const channelName = (channel: string): string =>
  channel === ''
    ? 'no channel stated'
    : channel === 'unattributed'
      ? 'Unattributed'
      : channel.replaceAll('_', ' ');

export const directionName = (direction: 'forward' | 'back' | 'repeat'): string =>
  ({ forward: 'forward', back: '↩ thrown back', repeat: '↻ again' })[direction];

const modelNotes: Readonly<Record<string, string>> = {
  first_touch: 'All credit to the first touch.',
  last_touch: 'All credit to the last touch.',
  last_non_direct: 'All credit to the last touch that was not direct.',
  linear: 'Every touch earns the same.',
  position_based: '40% to the first touch, 40% to the last, 20% to those between.',
  time_decay: 'The later the touch the more it earns; half as much for every 7 days earlier.',
  u_milestone: '40% to the first touch, 40% to the touch behind the MQL, 20% to the rest.',
  w_milestone: '30% each to the first touch and the touches behind MQL and opportunity, 10% to the rest.',
  full_path:
    '22.5% each to the first touch and the touches behind MQL, opportunity and win, 10% to the rest.',
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `u_milestone` → `U milestone`. */
export const modelName = (model: string): string => capitalised(model.replaceAll('_', ' '));
export const modelNote = (model: string): string => modelNotes[model] ?? '';

const milestoneFree = new Set([
  'first_touch',
  'last_touch',
  'last_non_direct',
  'linear',
  'position_based',
  'time_decay',
  'j_shaped',
  'inverse_j',
]);

/** True where the stage-credit policy can change the model's numbers. */
export const policyMatters = (model: string): boolean => !milestoneFree.has(model);

const policyNotes: Readonly<Record<string, string>> = {
  first: 'the first visit to a stage earns its credit',
  last: 'the newest visit to a stage earns its credit',
  even: 'all visits to a stage share its credit equally',
  productive: 'the newest visit that was not thrown back earns its credit',
  rescue: 'the productive visit shares its credit with the touch that won the buyer back',
};

export const policyName = capitalised;
export const policyNote = (policy: string): string => policyNotes[policy] ?? '';

const answerNames: Readonly<Record<string, string>> = {
  mql_accepted: 'accepted',
  mql_rejected: 'rejected',
  lead_recycled: 'recycled',
  mql_created: 'handed over again',
  opportunity_created: 'opportunity',
  opportunity_won: 'won',
  opportunity_lost: 'lost',
};

/** What answered a clock, in words. */
export const answerName = (answer: string): string => answerNames[answer] ?? answer.replaceAll('_', ' ');

export const outcomeName = (outcome: string): string =>
  ({ open: 'Waiting', accepted: 'Accepted', rejected: 'Rejected', expired: 'Expired' })[outcome] ?? outcome;

const actionNames: Readonly<Record<HandoffUpdatedAction, string>> = {
  acknowledged: 'Acknowledge',
  commented: 'Comment',
  reassigned: 'Reassign',
  snoozed: 'Snooze',
  resolved: 'Resolve',
  paused: 'Pause',
  resumed: 'Resume',
};

/** What somebody can do: `acknowledged` → `Acknowledge`. */
export const actionName = (action: HandoffUpdatedAction): string => actionNames[action];

const actionNotes: Readonly<Record<HandoffUpdatedAction, string>> = {
  acknowledged: 'You have seen it and take care: it is not escalated any further. A breach stays a breach.',
  commented: 'Kept with the handoff; changes nothing else.',
  reassigned: 'Somebody else owes the answer from now on, and has not seen it yet.',
  snoozed: 'Nobody is told until then; the clock goes on.',
  resolved: 'Nobody is told any more; the numbers stay as they are.',
  paused: 'The clock stands still, where its policy allows this reason.',
  resumed: 'The clock goes on.',
};
export const actionNote = (action: HandoffUpdatedAction): string => actionNotes[action];

const riskNames = {
  '': '',
  open_pipeline: 'open pipeline',
  expected_value: 'expected by the policy',
} as const;
/** What an amount at risk is. */
export const riskName = (basis: keyof typeof riskNames): string => riskNames[basis];
