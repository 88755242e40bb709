// What `revloop sla simulate --json` wrote → what the page shows of it. Pure; page and API share it.

/** Of one policy: the clocks of the period and what became of them. */
export interface PolicyFigures {
  readonly policy_id: string;
  readonly clocks: number;
  readonly open: number;
  readonly met: number;
  readonly breached: number;
  readonly escalated: number;
  readonly ended: number;
  readonly met_share: number | null;
  readonly median_business_seconds: number | null;
  readonly p90_business_seconds: number | null;
}

export interface Simulated {
  readonly file: string;
  readonly policies: readonly PolicyFigures[];
}

/** Times are ISO 8601 in UTC. */
export interface Simulation {
  readonly from: string;
  readonly to: string;
  readonly judged_at: string;
  readonly as_if_always: boolean;
  readonly draft: Simulated;
  readonly present: Simulated;
}

const counted = ['clocks', 'open', 'met', 'breached', 'escalated', 'ended'] as const;
const measured = ['met_share', 'median_business_seconds', 'p90_business_seconds'] as const;

/** Throws a sentence where the text is not such a result. */
export const readSimulation = (text: string): Simulation => {
  const read = asMap(JSON.parse(text) as unknown);
  const [from, to, judged_at] = ['from', 'to', 'judged_at'].map((name) => textOf(read, name));
  return {
    from: from ?? '',
    to: to ?? '',
    judged_at: judged_at ?? '',
    as_if_always: read['as_if_always'] === true,
    draft: simulatedOf(read, 'draft'),
    present: simulatedOf(read, 'present'),
  };
};

type Json = Readonly<Record<string, unknown>>;

const asMap = (value: unknown): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(notOne);
  return value as Json;
};

const notOne = 'it is not what revloop sla simulate --json writes';

const textOf = (map: Json, name: string): string => {
  const value = map[name];
  if (typeof value !== 'string') throw new Error(notOne);
  return value;
};

const simulatedOf = (read: Json, name: string): Simulated => {
  const one = asMap(read[name]);
  const listed = one['policies'];
  if (!Array.isArray(listed)) throw new Error(notOne);
  return { file: textOf(one, 'file'), policies: listed.map((policy) => figuresOf(asMap(policy))) };
};

const figuresOf = (policy: Json): PolicyFigures => {
  const counts = Object.fromEntries(counted.map((name) => [name, numberOf(policy[name])]));
  const measures = Object.fromEntries(
    measured.map((name) => [name, policy[name] === null ? null : numberOf(policy[name])]),
  );
  return { policy_id: textOf(policy, 'policy_id'), ...counts, ...measures } as unknown as PolicyFigures;
};

const numberOf = (value: unknown): number => {
  if (typeof value !== 'number') throw new Error(notOne);
  return value;
};
