// Chapter 7 of the tour.
import { describe, expect, test } from 'vitest';
import { serviceUrl } from '../support/revloop.ts';

/** Console: the page everybody looks at. */
export const consoleChapter = (): void => {
  describe('7. console: the page everybody looks at', () => {
    test('answers with the same numbers, and shows its SQL', async () => {
      const page = await fetch(`${serviceUrl('CONSOLE')}/`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<div id="root">');
    });
  });
};
