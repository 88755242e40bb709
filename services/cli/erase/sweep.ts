// One pass over every table: whatever holds the person goes, in numbered steps. Doing it again changes nothing.
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import { ownAccountsOf, type Person } from '../core/erase/person.ts';
import { recomputeCredits } from './credits.ts';
import type { Counts, Statements } from './statements.ts';

export interface Swept {
  /** Rows that held the person, by table. */
  readonly found: Counts;
  /** Accounts whose credits were computed anew. */
  readonly accounts: readonly string[];
}

/** `known`: accounts that an earlier pass found. */
export const sweep = async (
  statements: Statements,
  person: Person,
  known: readonly string[],
): Promise<Swept> => {
  const found = await statements.count();
  const accounts = [...new Set([...known, ...(await accountsConcerned(statements, found))])].sort();
  // 2. Their places. From here on deletes need nobody's name, and audits know why the rows are gone. A crash after leaves rows that audits count
  //    twice until the next run deletes them.
  await statements.markOffsets();
  failpoint('erase.offsets');
  // 3. Deletes that rewrite the parts: a lightweight DELETE would only hide the rows, and their bytes would stay until some merge. Each waits until no
  //    active part holds a row; the server removes the former parts from the disk minutes later (old_parts_lifetime, 8 by default). A crash after
  //    any of them leaves the rest, which the next run finds by the same places.
  await statements.deleteDeadLetters();
  await statements.deleteSlaFacts();
  failpoint('erase.facts');
  await statements.deleteEvents();
  failpoint('erase.events');
  // 4. Credits, from what is left.
  await recomputeCredits(statements, accounts, ownAccountsOf(person));
  // 5. Batches forget them, and properties of other events, which are looked at only where there is something: it takes every event.
  await statements.forgetArrivals();
  failpoint('erase.arrivals');
  if ((found[otherProperties] ?? 0) > 0) await statements.forgetProperties();
  // 6. Last what leads from a contact to visitors and accounts: until it is gone, a run after a crash finds them.
  await statements.deleteLinks();
  failpoint('erase.links');
  return { found, accounts };
};

/** The count of events of others whose properties name the person. */
export const otherProperties = 'properties of other events';

const accountsConcerned = async (statements: Statements, found: Counts): Promise<readonly string[]> => {
  const accounts = await statements.accounts();
  const cutOff = (found['stored_events'] ?? 0) === 0 && (found['arrived_batches'] ?? 0) > 0;
  // The events are gone, so a run was cut off before it was through: which accounts they were of is known only roughly.
  return cutOff ? [...accounts, ...(await statements.accountsOfBatches())] : accounts;
};
