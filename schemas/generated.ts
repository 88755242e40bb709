// Generated from the .avsc files by `npm run generate`: do not edit.

/** What every funnel event says: which fact, when, from whom, about whom. */
export interface EventHeader {
  /** The emitter's idempotency key: unique within its source. */
  readonly event_id: string;
  /** Event time, UTC, milliseconds. */
  readonly occurred_at: number;
  /** When Revloop received the event, UTC, milliseconds. */
  readonly received_at: number;
  /** The emitter: the name its write key stands for. */
  readonly source: string;
  /** The account (buying company), where the emitter knows it. */
  readonly account_id: string | null;
  /** The contact (person), where known. */
  readonly contact_id: string | null;
  /** A visitor not yet identified, for example a cookie's id. */
  readonly anonymous_id: string | null;
  /** Who on our side owns what the event is about. */
  readonly owner_id: string | null;
  /** Marketing channel, for example paid_search; direct where there was none. */
  readonly channel: string | null;
  /** Campaign the event belongs to. */
  readonly campaign_id: string | null;
  /** Content that was met, for example a page, paper or webinar. */
  readonly content_id: string | null;
  /** Anything else the emitter wants kept: up to 64 texts by name. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What a EventHeader does not state. */
export const unsaidOfEventHeader = {
  account_id: null,
  contact_id: null,
  anonymous_id: null,
  owner_id: null,
  channel: null,
  campaign_id: null,
  content_id: null,
} as const satisfies Partial<EventHeader>;

/** Two accounts are one: everything of the account in properties.merged_id counts for the account in account_id, the survivor, until they are unmerged. */
export interface AccountMerged extends EventHeader {
  readonly type: 'account_merged';
}

/** A merge was undone: the account in properties.merged_id stands for itself again, apart from the account in account_id. */
export interface AccountUnmerged extends EventHeader {
  readonly type: 'account_unmerged';
}

/** An anonymous visitor turned out to be this contact, or a contact to belong to this account. */
export interface ContactIdentified extends EventHeader {
  readonly type: 'contact_identified';
}

/** Two contacts are one: everything of the contact in properties.merged_id counts for the contact in contact_id, the survivor, until they are unmerged. */
export interface ContactMerged extends EventHeader {
  readonly type: 'contact_merged';
}

/** A merge was undone: the contact in properties.merged_id stands for itself again, apart from the contact in contact_id. */
export interface ContactUnmerged extends EventHeader {
  readonly type: 'contact_unmerged';
}

/** A buyer met our content: a marketing touch. */
export interface ContentViewed extends EventHeader {
  readonly type: 'content_viewed';
}

/** Somebody acted on a handoff without deciding it: acknowledged, commented, reassigned (owner_id: to whom), snoozed (properties.until), resolved, or paused and resumed its clocks. properties.note: what was said. */
export interface HandoffUpdated extends EventHeader {
  readonly type: 'handoff_updated';
  /** Why, for example waiting_for_buyer where the clocks are paused. */
  readonly reason: string | null;
}

/** A contact goes back to nurturing; without a contact, every contact of the account. */
export interface LeadRecycled extends EventHeader {
  readonly type: 'lead_recycled';
  /** Why, in the emitter's own list of reasons, for example no_budget. */
  readonly reason: string;
}

/** Sales accepted the handed-over contact. */
export interface MqlAccepted extends EventHeader {
  readonly type: 'mql_accepted';
}

/** Marketing qualified a contact and hands it to sales: opens a handoff. */
export interface MqlCreated extends EventHeader {
  readonly type: 'mql_created';
}

/** Sales rejected the handed-over contact: it goes back to marketing. */
export interface MqlRejected extends EventHeader {
  readonly type: 'mql_rejected';
  /** Why, in the emitter's own list of reasons, for example no_budget. */
  readonly reason: string;
}

/** A sales opportunity was opened, or opened again. */
export interface OpportunityCreated extends EventHeader {
  readonly type: 'opportunity_created';
  /** The opportunity (deal). */
  readonly opportunity_id: string;
  /** Value of the opportunity, in its currency. */
  readonly amount: string | null;
  /** ISO 4217 code of the amount. */
  readonly currency: string | null;
}

/** The opportunity was lost: it, and the contact named or every contact, goes back to marketing. */
export interface OpportunityLost extends EventHeader {
  readonly type: 'opportunity_lost';
  /** The opportunity (deal). */
  readonly opportunity_id: string;
  /** Why, in the emitter's own list of reasons, for example no_budget. */
  readonly reason: string;
  /** Value of the opportunity, in its currency. */
  readonly amount: string | null;
  /** ISO 4217 code of the amount. */
  readonly currency: string | null;
}

/** The opportunity was won: the conversion that earns credit. */
export interface OpportunityWon extends EventHeader {
  readonly type: 'opportunity_won';
  /** The opportunity (deal). */
  readonly opportunity_id: string;
  /** Value won, in its currency. */
  readonly amount: string;
  /** ISO 4217 code of the amount. */
  readonly currency: string;
}

/** Any funnel event, flat: header and own fields side by side, `type` tells which. Times are UTC milliseconds, amounts decimal texts. */
export type FunnelEvent =
  | AccountMerged
  | AccountUnmerged
  | ContactIdentified
  | ContactMerged
  | ContactUnmerged
  | ContentViewed
  | HandoffUpdated
  | LeadRecycled
  | MqlAccepted
  | MqlCreated
  | MqlRejected
  | OpportunityCreated
  | OpportunityLost
  | OpportunityWon;

export type EventType = FunnelEvent['type'];

export const eventTypes = ['account_merged', 'account_unmerged', 'contact_identified', 'contact_merged', 'contact_unmerged', 'content_viewed', 'handoff_updated', 'lead_recycled', 'mql_accepted', 'mql_created', 'mql_rejected', 'opportunity_created', 'opportunity_lost', 'opportunity_won'] as const satisfies readonly EventType[];

/** What was done. */
export const handoffUpdatedActions = ['acknowledged', 'commented', 'reassigned', 'snoozed', 'resolved', 'paused', 'resumed'] as const;

export type HandoffUpdatedAction = (typeof handoffUpdatedActions)[number];

/** What sales did with one handoff: marketing automation reads it, so that marketing is never blind after a handoff. */
export interface HandoffOutcome {
  /** The handoff. */
  readonly handoff_id: string;
  /** Account; empty where not known yet. */
  readonly account_id: string;
  /** Contact that was handed over. */
  readonly contact_id: string;
  /** When marketing handed over. */
  readonly opened_at: number;
  /** When it was decided, or expired. */
  readonly decided_at: number;
  /** What became of it. */
  readonly outcome: 'unknown' | 'accepted' | 'rejected' | 'expired';
  /** Why, where sales said so. */
  readonly reason: string | null;
  /** Who decided, where known. */
  readonly owner_id: string | null;
  /** Business time taken, seconds. */
  readonly business_seconds: number;
  /** The deciding event. */
  readonly event_id: string;
}

/** What a HandoffOutcome does not state. */
export const unsaidOfHandoffOutcome = {
  reason: null,
  owner_id: null,
} as const satisfies Partial<HandoffOutcome>;

/** A fact about one SLA clock: one policy version running on one handoff. */
export interface SlaFact {
  /** Deterministic: policy, version, handoff, level and fact. Derived again, it is the same fact. */
  readonly fact_id: string;
  /** started: the clock runs; warned, breached: a level's due time passed; met: answered in time; ended: answered late, or no answer is due any more; withdrawn: a breach that an event which arrived late proved wrong; told: somebody was told of it; undeliverable: it was given up telling it on a channel; acknowledged, commented, reassigned, snoozed, resolved, paused, resumed: what somebody did about the clock, by a handoff_updated. */
  readonly fact: 'unknown' | 'started' | 'warned' | 'breached' | 'met' | 'ended' | 'withdrawn' | 'told' | 'undeliverable' | 'acknowledged' | 'commented' | 'reassigned' | 'snoozed' | 'resolved' | 'paused' | 'resumed';
  /** Which due time of the clock the fact is about; escalation and those after it are the steps of escalation, in order. */
  readonly level: 'unknown' | 'warning' | 'breach' | 'escalation' | 'escalation_2' | 'escalation_3' | 'escalation_4' | 'escalation_5';
  /** Policy of the clock. */
  readonly policy_id: string;
  /** Version of the policy that judges this clock, for ever. */
  readonly policy_version: number;
  /** The handoff. */
  readonly handoff_id: string;
  /** Account of the handoff; empty where not known yet. */
  readonly account_id: string;
  /** Contact that was handed over. */
  readonly contact_id: string;
  /** Who owes the answer, where known. */
  readonly owner_id: string | null;
  /** When the clock started, event time. */
  readonly started_at: number;
  /** Due time of this level, in business time from the start. */
  readonly due_at: number;
  /** When the fact became true, event time: the due time for warned and breached, the answer's time for met and ended. */
  readonly at: number;
  /** When Revloop derived the fact. */
  readonly derived_at: number;
  /** Business time from start to answer, seconds; null while unanswered. */
  readonly business_seconds: number | null;
  /** How the clock ended: the type of the answering event, or expired. */
  readonly outcome: string | null;
  /** Reason on the answering event. */
  readonly reason: string | null;
  /** Event that made the fact true, where one did. */
  readonly cause_event_id: string | null;
  /** Channel on which it was told, or could not be; null on other facts, and where it was told when there was one channel only. */
  readonly channel: string | null;
  /** Message in which it was told, or could not be: a digest covers many facts. */
  readonly message_id: string | null;
  /** Team of the owner when the fact was derived, where the directory knows it. */
  readonly team: string | null;
  /** Who acted; null on facts that nobody's act made. */
  readonly actor: string | null;
  /** What the actor said. */
  readonly note: string | null;
  /** How long it is snoozed. */
  readonly until: number | null;
  /** What the policy takes the handoff to be worth where the account has no open opportunity: a decimal. */
  readonly expected_value: string | null;
  /** ISO 4217 code of expected_value. */
  readonly expected_currency: string | null;
}

/** What a SlaFact does not state. */
export const unsaidOfSlaFact = {
  owner_id: null,
  business_seconds: null,
  outcome: null,
  reason: null,
  cause_event_id: null,
  channel: null,
  message_id: null,
  team: null,
  actor: null,
  note: null,
  until: null,
  expected_value: null,
  expected_currency: null,
} as const satisfies Partial<SlaFact>;

export const recordNames = ['AccountMerged', 'AccountUnmerged', 'ContactIdentified', 'ContactMerged', 'ContactUnmerged', 'ContentViewed', 'HandoffUpdated', 'LeadRecycled', 'MqlAccepted', 'MqlCreated', 'MqlRejected', 'OpportunityCreated', 'OpportunityLost', 'OpportunityWon', 'HandoffOutcome', 'SlaFact'] as const;

export type RecordName = (typeof recordNames)[number];
