// Credits of the accounts that an erased person belonged to: computed anew from what is left, as the attribution service computes them.
import { failpoint } from '@revloop/infra/runtime/failpoint.ts';
import type { Statements } from './statements.ts';

/** Accounts computed by one statement: bounds its memory. */
const accounts_max = 500;

/**
 * Replaces the credits of `accounts`; of `ownAccounts`, for which an erased contact stood, nothing stays. The attribution service would not do it: it looks
 * for arrivals, and nothing arrives. Its own rounds have the time they began as version, so that the one which began before the events went
 * loses against ours, and the next wins.
 */
export const recomputeCredits = async (
  statements: Statements,
  accounts: readonly string[],
  ownAccounts: readonly string[],
): Promise<void> => {
  const computed = await statements.computed();
  const now = BigInt(Date.now());
  const version = computed.version >= now ? computed.version + 1n : now;
  const kept = accounts.filter((account) => !ownAccounts.includes(account));
  for (let from = 0; from < kept.length; from += accounts_max) {
    const portion = kept.slice(from, from + accounts_max);
    // a. The new credits; readers see an account's former ones until then. A crash after some leaves the others as they were: the next run computes
    //    all of them.
    if (computed.lookbacks.length > 0) await statements.refreshCredits(portion, { ...computed, version });
    failpoint('erase.credits');
    // b. The former ones, which a merge would have removed some day. A crash before leaves them hidden, not gone; the next run removes them.
    await statements.deleteFormerCredits(portion, version);
  }
  if (ownAccounts.length > 0) await statements.deleteFormerCredits(ownAccounts, version);
};
