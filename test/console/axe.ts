// Accessibility by axe-core, put into the page by the debugger, which the page's content policy does not stop.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const run =
  "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })";

/** Violations of WCAG 2.2 A and AA and of good practice, of any impact, as sentences with the elements they are about. */
export const violationsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>(run);
  return results.violations.map(({ id, impact, help, nodes }) => {
    const where = nodes.map((node) => node.target.join(' ')).slice(0, 4);
    return `${impact ?? 'no'} impact, ${id}: ${help}: ${where.join(' | ')}`;
  });
};
