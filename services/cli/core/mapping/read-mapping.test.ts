// What a mapping may say, and how its faults are told.
import { describe, expect, test } from 'vitest';
import { columnsOf } from './references.ts';
import { readMapping } from './read-mapping.ts';

const faultsOf = (text: string): readonly string[] => {
  const read = readMapping(text);
  return read.ok ? [] : read.faults;
};

const good = `
name: deals
files:
  accounts: { pattern: accounts.csv }
  deals:
    pattern: 'deals*.csv'
    delimiter: ';'
    lookups: { account: { file: accounts, column: name, key: '{account}' } }
    common: { account_id: '{account|slug}', opportunity_id: '{id}' }
    emits:
      - type: opportunity_won
        when: [stage = Won, account is set]
        event_id: 'deal-{id}-won'
        occurred_at: { value: '{closed}', format: [DD.MM.YYYY, iso], zone: Europe/Berlin, not_before: { value: '{opened}', format: DD.MM.YYYY }, shift: 12h }
        amount: { value: '{value}', decimal: ',', thousands: '.' }
        currency: EUR
        properties: { sector: '{account.sector}' }
`;

describe('a mapping', () => {
  test('that is whole is read, and tells which columns it needs from which file', () => {
    const read = readMapping(good);
    if (!read.ok) throw new Error(read.faults.join('\n'));
    expect([...columnsOf(read.mapping, 'accounts')].sort()).toEqual(['name', 'sector']);
    expect([...columnsOf(read.mapping, 'deals')].sort()).toEqual([
      'account',
      'closed',
      'id',
      'opened',
      'stage',
      'value',
    ]);
  });

  test('tells all of its faults at once, each with its place', () => {
    const text = `
name: deals
file: {}
files:
  deals:
    pattern: deals.csv
    delimiter: ';;'
    lookups: { account: { file: accounts, column: name, key: '{account' } }
    emits:
      - type: opportunity_won
        when: stage == Won
        event_id: won
        occurred_at: { value: '{closed}', format: DD.MM, zone: Mars, shift: 12 }
        colour: red
      - type: deal_won
      - type: account_merged
`;
    const faults = faultsOf(text).join('\n');
    for (const fault of [
      '"file" is not known here',
      'files.deals.delimiter: must be one character',
      'files.deals.lookups.account.file: "accounts" is not another of the files',
      'files.deals.lookups.account.key: "{account" has a brace',
      'files.deals.emits[0].when: "stage == Won" must read',
      'files.deals.emits[0].event_id: names no column',
      'files.deals.emits[0].occurred_at: "Mars" is not a time zone',
      'files.deals.emits[0].occurred_at: "DD.MM" is not a date format',
      'files.deals.emits[0].occurred_at.shift: "12" must read like',
      'files.deals.emits[0].colour: is not a field of this event type',
      'files.deals.emits[0]: opportunity_id is required by opportunity_won',
      'files.deals.emits[0]: amount is required by opportunity_won',
      'files.deals.emits[1].type: "deal_won" is not an event type',
      'files.deals.emits[2]: properties.merged_id is required by account_merged',
    ])
      expect(faults).toContain(fault);
  });

  test('that emits nothing, or is not YAML, is refused', () => {
    expect(faultsOf('name: x\nfiles: { a: { pattern: a.csv } }')).toEqual([
      'files: none of them emits an event',
    ]);
    expect(faultsOf('name: [')[0]).toMatch(/line 1/);
    expect(faultsOf('just text')).toEqual(['a mapping is a YAML map with name and files']);
  });

  test('takes values as the text that stands there', () => {
    const read = readMapping(
      good.replace(
        'currency: EUR',
        'currency: EUR\n        channel: { value: "{stage}", map: { 007: 010 } }',
      ),
    );
    if (!read.ok) throw new Error(read.faults.join('\n'));
    const channel = read.mapping.files[1]?.emits[0]?.fields.get('channel');
    const row = { cells: { stage: '007' }, found: {}, line: 2, number: 1, key: '' };
    expect(channel?.read(row)).toBe('010');
  });
});
