// users.xml against the analyst surface: readers see exactly its relations, and nobody has a password in the file or none.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const users = readFileSync(new URL('./users.xml', import.meta.url), 'utf8').replaceAll(/<!--[^]*?-->/g, '');
const section = (name: string): string => new RegExp(`<${name}>([^]*?)</${name}>`).exec(users)?.[1] ?? '';

/** The analyst surface, as documented. */
const relations = [
  'events',
  'stage_visits',
  'funnel',
  'loops',
  'funnel_by_channel',
  'funnel_by_segment',
  'loops_by_channel',
  'loops_by_segment',
  'failed_cycles',
  'mql_outcomes',
  'sales_cycles',
  'marketing_pipeline',
  'pipeline_velocity',
  'attribution',
  'attribution_credits',
  'attribution_by_channel',
  'attribution_by_campaign',
  'attribution_by_content',
  'attribution_rows',
  'opportunity_accounts',
  'attribution_explained',
  'attribution_positions',
  'milestone_models',
  'attribution_arrivals',
  'attribution_changes',
  'attribution_in',
  'attribution_credits_in',
  'currency_rates',
  'handoffs',
  'handoff_updates',
  'sla_facts',
  'sla_breaches',
  'sla_pauses',
  'sla_compliance',
  'rejections',
  'dead_letters',
  'data_dictionary',
];

test('readers are granted SELECT on exactly the relations of the analyst surface', () => {
  const grants = [...section('roles').matchAll(/<query>(.*?)<\/query>/g)].map(([, query]) => query);
  expect(grants).toEqual(relations.map((relation) => `GRANT SELECT ON revloop.${relation}`));
});

test('analyst and console have the role of readers and no grant beside it', () => {
  for (const user of ['analyst', 'console']) {
    const definition =
      new RegExp(`<${user}>\\s*<password_sha256_hex[^]*?</${user}>`).exec(section('users'))?.[0] ?? '';
    expect(definition.match(/<query>.*?<\/query>/g)).toEqual(['<query>GRANT reader</query>']);
    expect(definition).toContain('<profile>readers</profile>');
  }
});

test('every password is a hash from the environment', () => {
  const passwords = users.match(/<(no_password|password)[^>]*>/g);
  expect(passwords).toEqual(
    ['DEFAULT', 'CLICKHOUSE', 'ANALYST', 'CONSOLE'].map(
      (name) => `<password_sha256_hex from_env="REVLOOP_${name}_PASSWORD_SHA256"/>`,
    ),
  );
});
