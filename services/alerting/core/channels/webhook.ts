// A message → the body of a webhook (https://www.standardwebhooks.com): type, timestamp, data; always under the 20 KB that receivers count on.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { cut } from './cut.ts';
import { jsonRequest, type HttpRequest } from './http.ts';
import { usableLinks } from './listed.ts';
import type { Message } from './message.ts';

export const body_bytes_max = 20_000;
/** Kept free for the counts of what was left out. */
const counts_bytes = 100;
const title_chars_max = 300;
const text_chars_max = 1_500;
const encoder = new TextEncoder();

const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;

const time = (at_ms: number): string => new Date(at_ms).toISOString();

/** A fact as receivers read it: times as ISO 8601. */
const told = (fact: SlaFact): object => ({
  ...fact,
  started_at: time(fact.started_at),
  due_at: time(fact.due_at),
  at: time(fact.at),
  derived_at: time(fact.derived_at),
  until: fact.until === null ? null : time(fact.until),
});

/** The first items that fit into `bytes` in their form, each with its comma, and what is left of these. */
const fitting = <Item extends object>(
  items: readonly Item[],
  bytes: number,
  form: (item: Item) => object = (item) => item,
): { readonly kept: object[]; readonly left: number } => {
  const kept: object[] = [];
  let left = bytes;
  for (const item of items) {
    const formed = form(item);
    left -= bytesOf(formed) + 1;
    if (left < 0) return { kept, left: 0 };
    kept.push(formed);
  }
  return { kept, left };
};

/** The unsigned request. `data.omitted` counts the facts and lines that had no room, which a digest of thousands hasn't. */
export const webhookRequest = (message: Message, url: string): HttpRequest => {
  const { kind, at, message_id, level, subject_key, team } = message;
  const body = (links: readonly object[], lines: object[], facts: object[], omitted: object): object => ({
    type: `sla.${kind}`,
    timestamp: time(at),
    data: {
      message_id,
      level,
      subject_key,
      team,
      title: cut(message.title, title_chars_max),
      text: cut(message.text, text_chars_max),
      links,
      lines,
      facts,
      omitted,
    },
  });
  const free = body_bytes_max - counts_bytes - bytesOf(body([], [], [], {}));
  // By what a receiver can do least without.
  const links = fitting(usableLinks(message.links), free);
  const firstFact = fitting(message.facts.slice(0, 1), links.left, told);
  const lines = fitting(message.lines, firstFact.left);
  const facts = [...firstFact.kept, ...fitting(message.facts.slice(1), lines.left, told).kept];
  const omitted = {
    facts: message.facts.length - facts.length,
    lines: message.lines.length - lines.kept.length,
  };
  return jsonRequest(url, body(links.kept, lines.kept, facts, omitted));
};
