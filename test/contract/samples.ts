// Sample values for the parameters of any statement of the project, so that each can be asked without knowing it.

/** By name, where the type alone does not tell what is allowed. */
const byName: Readonly<Record<string, unknown>> = {
  stage_credit: 'productive',
  reporting_currency: 'EUR',
  policies: ['productive', 'rescue'],
  lookbacks: [30, 90],
  as_of: '2026-01-01 00:00:00.000',
  database: 'revloop',
};

const scalars: readonly (readonly [RegExp, unknown])[] = [
  [/^(U?Int\d+|Decimal.*|Float\d+)$/, 1],
  [/^String$/, 'sample'],
  [/^Identifier$/, 'revloop'],
  [/^Date$/, '2026-01-01'],
  [/^DateTime64.*$/, '2026-01-01 00:00:00.000'],
  [/^DateTime.*$/, '2026-01-01 00:00:00'],
  [/^Bool$/, true],
];

const sampleOf = (type: string): unknown => {
  const inner = /^(?:Array|Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1];
  if (inner !== undefined) return type.startsWith('Array') ? [sampleOf(inner)] : sampleOf(inner);
  const found = scalars.find(([pattern]) => pattern.test(type));
  if (!found) throw new Error(`no sample for a parameter of type ${type}: add one`);
  return found[1];
};

/** A value for every {name:Type} of the statement. Throws for a type it does not know. */
export const samplesFor = (sql: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...sql.matchAll(/\{([a-z_]+):([A-Za-z0-9(), ']+)\}/g)].map(([, name = '', type = '']) => [
      name,
      byName[name] ?? sampleOf(type.trim()),
    ]),
  );
