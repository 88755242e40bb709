// What `--help` of each command ends with: calls that work as they stand.

const examples: Readonly<Record<string, readonly string[]>> = {
  start: ['revloop start', 'revloop start --demo'],
  stack: ['revloop stack'],
  import: [
    'revloop import exports/ --mapping crm --dry-run',
    'revloop import olist_marketing_qualified_leads_dataset.csv olist_closed_deals_dataset.csv --mapping olist',
    'revloop import exports/ --mapping ./my-crm.yaml --rejects rejects.ndjson',
  ],
  demo: [
    'revloop demo',
    'revloop demo --seed 7 --accounts 500 --plan planted.json',
    'revloop demo --print | head',
  ],
  query: [
    'revloop query "SELECT type, count() FROM events GROUP BY type"',
    'revloop query -f report.sql --format csv --param channel=webinar > report.csv',
    'revloop query "SELECT * FROM attribution(lookback_days = 90, stage_credit = \'productive\', as_of = now64(3))" --json',
  ],
  explain: [
    'revloop explain deal-4711',
    'revloop explain deal-4711 --model full_path --policy rescue --lookback-days 365',
    'revloop explain deal-4711 --as-of 2026-03-01T00:00:00Z --json | jq .models',
  ],
  attribution: ['revloop attribution changes --from 7d', 'revloop attribution rebuild'],
  'attribution changes': [
    'revloop attribution changes --from 7d',
    'revloop attribution changes --from 2026-03-01T00:00:00Z --to 2026-03-08T00:00:00Z --channel webinar --model linear',
    'revloop attribution changes --from 24h --account acme --json | jq .moved_by',
  ],
  'attribution rebuild': ['revloop attribution rebuild', 'revloop attribution rebuild --json'],
  'dead-letters': ['revloop dead-letters list', 'revloop dead-letters replay --all'],
  'dead-letters list': [
    'revloop dead-letters list --since 24h',
    'revloop dead-letters list --code conflicting_duplicate --json | jq .event_id',
  ],
  'dead-letters show': [
    'revloop dead-letters show funnel.events/2/1047',
    'revloop dead-letters show funnel.events/2/1047 --raw > message.avro',
  ],
  'dead-letters replay': [
    'revloop dead-letters replay --code unknown_schema_id --dry-run',
    'revloop dead-letters replay funnel.events/2/1047 funnel.events/0/12',
    'revloop dead-letters replay --all --wait 300',
  ],
  audit: ['revloop audit', 'revloop audit --json | jq .missing'],
  erase: [
    'revloop erase --contact ada@example.com --dry-run',
    'revloop erase --contact ada@example.com --yes --json > receipt.json',
    'revloop erase --visitor cookie-7f3a --yes',
  ],
  rates: ['revloop rates import rates.csv', 'revloop rates list --currency USD'],
  'rates import': ['revloop rates import rates.csv --dry-run', 'revloop rates import rates.csv'],
  'rates list': [
    'revloop rates list --currency USD --limit 20',
    'revloop rates list --replaced --json | jq .rate',
  ],
  status: ['revloop status', 'revloop status --json | jq .ok'],
};

export const examplesOf = (command: string): string =>
  `\nExamples:\n${(examples[command] ?? []).map((line) => `  $ ${line}\n`).join('')}`;
