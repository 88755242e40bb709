// Lines and links as channels list them: as many as fit, and said where there are more.
import type { Line, Link } from './message.ts';

/** The first lines; where there are more than `lines_max`, the last one says how many are not shown. */
export const firstLines = (lines: readonly Line[], lines_max: number): readonly Line[] =>
  lines.length <= lines_max
    ? lines
    : [
        ...lines.slice(0, lines_max - 1),
        { label: 'More', value: `${lines.length - lines_max + 1} lines that are not shown here` },
      ];

const url_chars_max = 2_000;
const links_max = 10;

/** The links people can follow, in URLs with nothing in them that ends a link in a text: no other schemes, none longer than receivers take. */
export const usableLinks = (links: readonly Link[]): readonly Link[] =>
  links
    .flatMap(({ label, url }) => {
      const parsed = URL.parse(url);
      if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return [];
      const href = parsed.href.replaceAll('|', '%7C');
      return href.length > url_chars_max ? [] : [{ label, url: href }];
    })
    .slice(0, links_max);
