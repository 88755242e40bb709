// A clock is paused and resumed from the board: its countdown is held, with the reason, and goes on where it stood; as functions of a running console.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { report } from './answers.ts';
import { type Console, panel, visit } from './page.ts';

const policy_id = 'decision_that_may_wait';
const target_ms = 30 * 60_000;
const patience = { timeout: 60_000 };

/** The shipped policies, and one more for handoffs that say `may_wait`; the file's path. */
export const policiesWithPause = (): string => {
  const shipped = readFileSync(join(projectRoot, 'services/alerting/policies.yaml'), 'utf8');
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-console-')), 'policies.yaml');
  writeFileSync(
    path,
    `${shipped.replace(/unless: \{ hand_raiser: 'true' \}$/m, "unless: { hand_raiser: 'true', may_wait: 'true' }")}
  - id: ${policy_id}
    versions:
      - version: 1
        effective_from: 2000-01-01
        starts: opened
        where: { may_wait: 'true' }
        answered_by: [mql_accepted, mql_rejected]
        calendar: office
        target: 30 minutes
        pause: { reasons: [waiting_for_buyer] }
`,
  );
  return path;
};

interface Waiting {
  readonly handoff_id: string;
  readonly contact_id: string;
  readonly opened_at: string;
  readonly due_at: string;
  readonly paused_at: string | null;
}

const contact_id = 'may-wait-contact';

const handOver = async ({ ingestUrl, writeKey }: Console): Promise<void> => {
  const response = await fetch(`${ingestUrl}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'mql_created',
      event_id: 'may-wait',
      occurred_at: new Date().toISOString(),
      account_id: 'may-wait.example',
      contact_id,
      owner_id: 'kim',
      properties: { may_wait: 'true' },
    }),
  });
  if (response.status !== 202) throw new Error(await response.text());
};

const waiting = async (consoleUrl: string): Promise<Waiting | undefined> => {
  const rows = await report<Waiting>(consoleUrl, 'handoffs', { state: 'open', policy: policy_id });
  return rows.find((row) => row.contact_id === contact_id);
};

const rowOf = (page: Page) =>
  panel(page, 'Waiting for a decision').locator('tbody tr').filter({ hasText: contact_id });

const act = async (page: Page, button: 'Pause' | 'Resume'): Promise<void> => {
  await rowOf(page)
    .getByRole('button', { name: `Act on ${contact_id}` })
    .press('Enter');
  const dialog = page.getByRole('dialog', { name: `Act on ${contact_id}` });
  // Of a clock that stands still, going on is what is offered first.
  if (button === 'Pause') await dialog.getByLabel('What to do').selectOption('paused');
  expect(await dialog.getByLabel('What to do').inputValue()).toBe(button === 'Pause' ? 'paused' : 'resumed');
  await dialog.getByLabel('Your name').fill('kim');
  await dialog.getByRole('button', { name: button }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
};

/** Waits until the board has asked anew: the answer of a question that was begun after now. */
const untilAskedAnew = async (page: Page): Promise<void> => {
  const request = await page.waitForRequest((one) => one.url().includes('/api/reports/handoffs?'), patience);
  await (await request.response())?.finished();
};

export const aPauseHoldsTheCountdown = async (running: Console): Promise<void> => {
  const { consoleUrl, browser } = running;
  await handOver(running);
  const { page } = await visit(browser, `${consoleUrl}/handoffs?policy=${policy_id}`);
  const state = rowOf(page).locator('.badge').first();
  await expect.poll(() => state.textContent(), patience).toMatch(/^due in \d+ min( \d+ s)?$/);
  const before = await waiting(consoleUrl);
  expect(Date.parse(before?.due_at ?? '') - Date.parse(before?.opened_at ?? '')).toBe(target_ms);

  await act(page, 'Pause');
  await expect.poll(() => state.textContent(), patience).toMatch(/^‖ held, \d+ min( \d+ s)? left$/);
  expect(await rowOf(page).textContent()).toContain('waiting for buyer');
  const held = await state.textContent();
  await untilAskedAnew(page);
  expect(await state.textContent()).toBe(held);

  await act(page, 'Resume');
  await expect.poll(() => state.textContent(), patience).toMatch(/^due in \d+ min( \d+ s)?$/);
  const updates = await report<{ action: string; at: string }>(consoleUrl, 'updates', {
    handoff: before?.handoff_id ?? '',
  });
  const at = (action: string): number => Date.parse(updates.find((one) => one.action === action)?.at ?? '');
  const after = await waiting(consoleUrl);
  expect(after?.paused_at).toBe(null);
  // Later by as long as it stood still.
  expect(Date.parse(after?.due_at ?? '') - Date.parse(before?.due_at ?? '')).toBe(
    at('resumed') - at('paused'),
  );
  const counting = await state.textContent();
  await expect.poll(() => state.textContent(), patience).not.toBe(counting);
  await page.context().close();
};
