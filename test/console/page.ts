// The page in a real browser: opening it and reading it the way people do.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A running console with demo data behind it, and a browser to look at it. */
export interface Console {
  readonly consoleUrl: string;
  readonly ingestUrl: string;
  /** What ingest takes events with. */
  readonly writeKey: string;
  /** A connection as the analyst. */
  readonly warehouse: ClickHouse;
  readonly browser: Browser;
  /** Pages for tests that read: a chart may have given way to its table. */
  readonly read: KeptPages;
  /** Pages for tests that look at them as they open. */
  readonly looked: KeptPages;
}

const switches = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium, from CHROMIUM or where Debian puts it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: switches });

/** On a machine with other things to do, a page with all its questions takes its time. */
const wait_ms_max = 60_000;

/** How wide a page opens. */
export const width_px = 1_280;

export interface Visit {
  readonly page: Page;
  /** What the browser complained about so far: console errors, refused content, exceptions. */
  readonly complaints: readonly string[];
}

/** Opens an address of the console in a fresh context and waits until nothing loads any more. */
export const visit = async (browser: Browser, address: string): Promise<Visit> => {
  const context = await browser.newContext({
    colorScheme: 'light',
    viewport: { width: width_px, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(wait_ms_max);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await settled(page);
  return { page, complaints };
};

/** Pages that stay open, by their path: opening one, with all that it asks for, takes most of a test's time. */
export interface KeptPages {
  /** Opens the path where it is not open yet. */
  readonly at: (path: string) => Promise<Visit>;
  /** Opens the path anew. */
  readonly again: (path: string) => Promise<Visit>;
}

export const keptPages = (browser: Browser, consoleUrl: string): KeptPages => {
  const open = new Map<string, Visit>();
  const again = async (path: string): Promise<Visit> => {
    await open.get(path)?.page.context().close();
    const visited = await visit(browser, `${consoleUrl}${path}`);
    open.set(path, visited);
    return visited;
  };
  return { at: async (path) => open.get(path) ?? (await again(path)), again };
};

/** Waits until every panel shows its answer, the lack of one, or an error. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').waitFor();
  await page
    .locator('main .loading, main [aria-busy="true"], main .stale')
    .first()
    .waitFor({ state: 'detached' });
};

/** The panel with this title. */
export const panel = (page: Page, title: string) =>
  page.locator('section.panel').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** The rows of a panel's table as texts by column heading; shows the table first where a chart stands in its place. */
export const tableOf = async (page: Page, title: string): Promise<Record<string, string>[]> => {
  const toggle = panel(page, title).getByRole('button', { name: 'Show table', pressed: false });
  if ((await toggle.count()) > 0) await toggle.click();
  const table = panel(page, title).locator('table');
  const heads = await table.locator('thead th').allTextContents();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('th, td').allTextContents();
      return Object.fromEntries(cells.map((text, at) => [heads[at] ?? '', text]));
    }),
  );
};

/** A figure of a panel by its label, as text. */
export const factOf = async (page: Page, title: string, label: string): Promise<string> =>
  (await panel(page, title)
    .locator('.facts > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('dd b')
    .textContent()) ?? '';

/** What the page last copied. */
export const copiedText = (page: Page): Promise<string> =>
  page.evaluate<string>('navigator.clipboard.readText()');

/** The name of what has the focus: its label, else its text. */
export const focusedName = async (page: Page): Promise<string> => {
  const focused = page.locator(':focus');
  return (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '';
};

/** How far the page scrolls sideways, in pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
