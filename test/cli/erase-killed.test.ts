// An erasure that is killed after each of its steps: run again, it is through. Each on an account of its own, all at the same time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runRevloop, type Ran } from '../../services/cli/testing/run-revloop.ts';
import { services, settings } from '../support/revloop.ts';
import { ada, audit, erase, expectGone, newAccount, plant } from './erasing.ts';
import { credits, type Credits } from './what-is-kept.ts';

const owner = services();
const failpoints = mkdtempSync(join(tmpdir(), 'revloop-failpoints-'));
afterAll(async () => {
  rmSync(failpoints, { recursive: true });
  await owner.close();
});

const steps = ['erasures', 'offsets', 'facts', 'events', 'credits', 'arrivals', 'links'].map(
  (step) => [step, newAccount()] as const,
);

/** Runs it with one failpoint armed, in a folder of its own: the others are not its. */
const eraseAndDie = (step: string, account: string): Promise<Ran> => {
  const folder = mkdtempSync(join(failpoints, `${step}-`));
  writeFileSync(join(folder, `erase.${step}`), '');
  return runRevloop(['erase', '--contact', ada(account), '--yes'], {
    ...settings(),
    REVLOOP_FAILPOINTS: folder,
  });
};

describe('an erasure that is killed', () => {
  const runs = new Map<string, { readonly killed: Ran; readonly again: Ran }>();
  let all: Credits;

  beforeAll(async () => {
    await plant(owner, ...steps.map(([, account]) => account));
    const killed = await Promise.all(steps.map(([step, account]) => eraseAndDie(step, account)));
    const again = await Promise.all(steps.map(([, account]) => erase('--contact', ada(account))));
    for (const [index, [step]] of steps.entries()) {
      const [first, second] = [killed[index], again[index]?.ran];
      if (first && second) runs.set(step, { killed: first, again: second });
    }
    all = await credits(owner, ...steps.map(([, account]) => account));
  });

  test.each(steps)('after %s is through when it is run again', async (step, account) => {
    expect(runs.get(step)).toMatchObject({ killed: { code: null, stdout: '' }, again: { code: 0 } });
    const of = ({ account_id }: { account_id: string }): boolean => account_id === account;
    await expectGone(owner, account, { kept: all.kept.filter(of), computed: all.computed.filter(of) });
  });

  test('leaves an audit that comes out even', async () => {
    expect(await audit()).toEqual({ missing: 0, duplicates: 0 });
  });
});
