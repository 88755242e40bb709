// What `revloop sla simulate --json` wrote → what the page shows of it. Pure; page and API share it.
import {
  policyCounts,
  policyMeasures,
  type PolicyFigures,
  type Simulated,
  type SlaSimulation,
} from '@revloop/schemas/sla-simulation.ts';

/** Throws a sentence where the text is not such a result. */
export const readSimulation = (text: string): SlaSimulation => {
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
  const counts = Object.fromEntries(policyCounts.map((name) => [name, numberOf(policy[name])]));
  const measures = Object.fromEntries(
    policyMeasures.map((name) => [name, policy[name] === null ? null : numberOf(policy[name])]),
  );
  return { policy_id: textOf(policy, 'policy_id'), ...counts, ...measures } as unknown as PolicyFigures;
};

const numberOf = (value: unknown): number => {
  if (typeof value !== 'number') throw new Error(notOne);
  return value;
};
