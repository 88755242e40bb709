// Custom models: which part of the credit goes to which position, as a configuration file states it.

export const positions = [
  'first_touch',
  'mql',
  'accepted',
  'opportunity',
  'won',
  'last_touch',
  'rest',
] as const;
export type Position = (typeof positions)[number];

/** Weights by position, each from 0 to 1 in at most nine decimals; they sum to exactly 1. */
export interface CustomModel {
  readonly model: string;
  /** A version never changes; the highest counts. */
  readonly version: number;
  readonly weights: Readonly<Record<Position, number>>;
}

/** What a file holds, or everything that is wrong with it. */
export type ModelFile =
  | { readonly ok: true; readonly models: readonly CustomModel[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const whole = 1_000_000_000;
const taken =
  /^(first_touch|last_touch|last_non_direct|linear|position_based|j_shaped|inverse_j|time_decay|[uw]_milestone|full_path|shapley|markov_.*)$/;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const weightFault = (name: string, value: unknown): string | undefined => {
  if (!(positions as readonly string[]).includes(name))
    return `has no position ${name}; positions are ${positions.join(', ')}`;
  const units = typeof value === 'number' ? value * whole : NaN;
  return units >= 0 && units <= whole && Math.abs(units - Math.round(units)) < 1e-3
    ? undefined
    : `${name} must be a number from 0 to 1 with at most nine decimals, not ${JSON.stringify(value)}`;
};

const weightFaults = (weights: Fields): readonly string[] => {
  const faults = Object.entries(weights).flatMap(([name, value]) => weightFault(name, value) ?? []);
  if (faults.length > 0) return faults;
  const units = Object.values(weights).reduce<number>(
    (sum, value) => sum + Math.round(Number(value) * whole),
    0,
  );
  if (units !== whole) return [`weights sum to ${units / whole}, they must sum to 1`];
  return weights['rest'] === 1 ? ['gives everything to the rest: that is `linear`'] : [];
};

const faultsOf = (entry: unknown): readonly string[] => {
  if (!isFields(entry)) return ['must have the fields model, version and weights'];
  const { model, version, weights, ...others } = entry;
  return [
    ...Object.keys(others).map((name) => `has no field ${name}; it has model, version, weights`),
    ...(typeof model === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(model)
      ? []
      : ['model must be a name of small letters, digits and _']),
    ...(typeof model === 'string' && taken.test(model) ? [`${model} is a model of its own already`] : []),
    ...(Number.isInteger(version) && Number(version) >= 1
      ? []
      : ['version must be a whole number from 1 on']),
    ...(isFields(weights) ? weightFaults(weights) : ['weights must be numbers by position']),
  ];
};

const modelOf = ({ model, version, weights }: Fields): CustomModel => ({
  model: String(model),
  version: Number(version),
  weights: Object.fromEntries(
    positions.map((position) => [position, Number((weights as Fields)[position] ?? 0)]),
  ) as Record<Position, number>,
});

/** A parsed file: `models`, a list of model, version, weights. */
export const readCustomModels = (file: unknown): ModelFile => {
  const list = isFields(file) ? file['models'] : undefined;
  if (!Array.isArray(list)) return { ok: false, faults: ['the file must have a list `models`'] };
  const entries = list as readonly unknown[];
  const faults = entries.flatMap((entry, index) => {
    const name =
      isFields(entry) && typeof entry['model'] === 'string' ? entry['model'] : `number ${index + 1}`;
    return faultsOf(entry).map((fault) => `model ${name}: ${fault}`);
  });
  if (faults.length > 0) return { ok: false, faults };
  const models = entries.map((entry) => modelOf(entry as Fields));
  const keys = models.map(({ model, version }) => `${model} version ${version}`);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return twice.length > 0
    ? { ok: false, faults: twice.map((key) => `model ${key} is stated twice`) }
    : { ok: true, models };
};

/** What contradicts the stored versions: a version that was defined with other weights. */
export const contradictions = (
  stated: readonly CustomModel[],
  stored: readonly CustomModel[],
): readonly string[] =>
  stated.flatMap(({ model, version, weights }) => {
    const known = stored.find((one) => one.model === model && one.version === version);
    const differs = known && positions.some((position) => known.weights[position] !== weights[position]);
    return differs
      ? [
          `model ${model} version ${version} was defined with other weights before: a change needs a new version`,
        ]
      : [];
  });

/** Versions that are not stored yet. */
export const newVersions = (
  stated: readonly CustomModel[],
  stored: readonly CustomModel[],
): readonly CustomModel[] =>
  stated.filter(
    ({ model, version }) => !stored.some((one) => one.model === model && one.version === version),
  );
