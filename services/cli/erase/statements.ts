// The statements of an erasure, one function each.
import { createHash } from 'node:crypto';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { refreshCredits, type Computing } from '@revloop/infra/clickhouse/refresh-credits.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import { letterPattern } from '../core/erase/letter-pattern.ts';
import { idsOf, ownAccountsOf, type Person } from '../core/erase/person.ts';

const sql = (name: string): string => loadSql(import.meta.url, `../sql/erase-${name}.sql`);
const statements = {
  visitors: sql('visitors'),
  accounts: sql('accounts'),
  accountsOfBatches: sql('accounts-of-batches'),
  count: sql('count'),
  namedElsewhere: sql('named-elsewhere'),
  computed: sql('computed'),
  marks: [sql('mark-dead-letters'), sql('mark-sla-facts'), sql('mark-events')],
  deadLetters: sql('dead-letters'),
  slaFacts: sql('sla-facts'),
  events: sql('events'),
  credits: sql('credits'),
  links: sql('links'),
  arrivals: sql('arrivals'),
  properties: sql('properties'),
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Rows by table. */
export type Counts = Readonly<Record<string, number>>;

/** Statements about one person, as of `erased_at` (UTC milliseconds). Every method rejects with `SurroundingsError`. */
export const createStatements = (clickhouse: ClickHouse, person: Person, erased_at: number) => {
  const { contacts, visitors } = person;
  const hashes = { contact_hashes: contacts.map(sha256), visitor_hashes: visitors.map(sha256) };
  const whom = {
    contacts,
    visitors,
    contact_accounts: ownAccountsOf(person),
    letters: letterPattern(idsOf(person)),
    erased_at: timeText(erased_at),
  };
  const accountsBy = async (statement: string): Promise<readonly string[]> =>
    (await clickhouse.query<{ account_id: string }>(statement, whom)).map(({ account_id }) => account_id);
  return {
    count: async (): Promise<Counts> =>
      Object.fromEntries(
        (await clickhouse.query<{ relation: string; found: string }>(statements.count, whom)).map(
          ({ relation, found }) => [relation, Number(found)],
        ),
      ),

    /** Where others name the person: rows by column. */
    namedElsewhere: async (): Promise<Counts> => {
      const [row = {}] = await clickhouse.query<Record<string, string>>(statements.namedElsewhere, {
        ids: idsOf(person),
      });
      return Object.fromEntries(Object.entries(row).map(([column, rows]) => [column, Number(rows)]));
    },

    accounts: (): Promise<readonly string[]> => accountsBy(statements.accounts),
    accountsOfBatches: (): Promise<readonly string[]> => accountsBy(statements.accountsOfBatches),

    remember: (): Promise<void> =>
      clickhouse.insert('erasures', [
        ...hashes.contact_hashes.map((id_sha256) => ({
          kind: 'contact',
          id_sha256,
          erased_at: whom.erased_at,
        })),
        ...hashes.visitor_hashes.map((id_sha256) => ({
          kind: 'visitor',
          id_sha256,
          erased_at: whom.erased_at,
        })),
      ]),

    markOffsets: async (): Promise<void> => {
      for (const mark of statements.marks) await clickhouse.run(mark, whom);
    },

    deleteDeadLetters: (): Promise<void> => clickhouse.run(statements.deadLetters),
    deleteSlaFacts: (): Promise<void> => clickhouse.run(statements.slaFacts),
    deleteEvents: (): Promise<void> => clickhouse.run(statements.events),
    deleteLinks: (): Promise<void> =>
      clickhouse.run(statements.links, { ...hashes, erased_at: whom.erased_at }),
    forgetArrivals: (): Promise<void> => clickhouse.run(statements.arrivals, hashes),
    forgetProperties: (): Promise<void> =>
      clickhouse.run(statements.properties, { hashes: idsOf(person).map(sha256) }),

    computed: async (): Promise<Computing> => {
      const [row] = await clickhouse.query<{ lookbacks: number[]; policies: string[]; version: string }>(
        statements.computed,
      );
      return {
        lookbacks: row?.lookbacks ?? [],
        policies: row?.policies ?? [],
        version: BigInt(row?.version ?? 0),
      };
    },
    refreshCredits: (accounts: readonly string[], computing: Computing): Promise<void> =>
      refreshCredits(clickhouse, accounts, computing),
    deleteFormerCredits: (accounts: readonly string[], version: bigint): Promise<void> =>
      clickhouse.run(statements.credits, { account_hashes: accounts.map(sha256), version }),
  };
};

export type Statements = ReturnType<typeof createStatements>;

/** The visitors who turned out to be a contact. */
export const visitorsOf = async (clickhouse: ClickHouse, contact: string): Promise<readonly string[]> =>
  (await clickhouse.query<{ anonymous_id: string }>(statements.visitors, { contacts: [contact] })).map(
    ({ anonymous_id }) => anonymous_id,
  );
