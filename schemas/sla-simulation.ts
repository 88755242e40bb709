// What `revloop sla simulate --json` writes and the console shows: its one shape.

/** Clocks of the period by what became of them, the columns of `sla_compliance`: each is `open`, `met`, `breached` or `ended`; `escalated` is part of `breached`. */
export const policyCounts = ['clocks', 'open', 'met', 'breached', 'escalated', 'ended'] as const;

/** `met_share`: met / (met + breached), null where there is neither; business time from start to answer, seconds, null where nobody answered. */
export const policyMeasures = ['met_share', 'median_business_seconds', 'p90_business_seconds'] as const;

/** Of one policy. */
export type PolicyFigures = { readonly policy_id: string } & Readonly<
  Record<(typeof policyCounts)[number], number> & Record<(typeof policyMeasures)[number], number | null>
>;

export interface Simulated<Figures extends PolicyFigures = PolicyFigures> {
  readonly file: string;
  readonly policies: readonly Figures[];
}

/** Times are ISO 8601 in UTC. */
export interface SlaSimulation<Figures extends PolicyFigures = PolicyFigures> {
  readonly from: string;
  readonly to: string;
  readonly judged_at: string;
  /** By the newest version of each policy, whenever it takes effect. */
  readonly as_if_always: boolean;
  readonly draft: Simulated<Figures>;
  readonly present: Simulated<Figures>;
}
