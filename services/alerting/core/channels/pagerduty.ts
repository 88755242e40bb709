// A message → an event that triggers, acknowledges or resolves one incident (https://developer.pagerduty.com/docs/events-api-v2-overview).
import { cut, oneLine } from './cut.ts';
import { jsonRequest, type HttpRequest } from './http.ts';
import { firstLines, usableLinks } from './listed.ts';
import type { Message, MessageKind, MessageLevel } from './message.ts';

const dedup_key_chars_max = 255;
const summary_chars_max = 1_024;
/** Together these stay far below the 512 KB an event may have. */
const text_chars_max = 5_000;
const lines_max = 50;
const label_chars_max = 75;
const value_chars_max = 500;

const actions: Readonly<Record<MessageKind, 'trigger' | 'acknowledge' | 'resolve'>> = {
  alert: 'trigger',
  digest: 'trigger',
  acknowledged: 'acknowledge',
  withdrawn: 'resolve',
  resolved: 'resolve',
};

const severityOf = (level: MessageLevel): 'warning' | 'error' | 'critical' => {
  if (level === 'warning') return 'warning';
  return level === 'breach' ? 'error' : 'critical';
};

export interface PagerDutyTarget {
  /** `https://events.pagerduty.com`, or another region's. */
  readonly base_url: string;
  /** The service's integration key. */
  readonly routing_key: string;
}

/** Lines of one label stand together, as a digest has many. */
const details = ({ text, lines }: Message): object => {
  const byLabel = Map.groupBy(firstLines(lines, lines_max), ({ label }) =>
    cut(oneLine(label), label_chars_max),
  );
  const entries = [...byLabel].map(([label, ones]) => [
    label,
    ones.map(({ value }) => cut(value, value_chars_max)).join('\n'),
  ]);
  return { Text: cut(text, text_chars_max), ...(Object.fromEntries(entries) as object) };
};

/**
 * The event. All messages about one clock share the dedup_key, by which PagerDuty adds to the incident that is open instead of opening
 * another; `digest` shortens keys longer than it takes.
 */
export const pagerDutyRequest = (
  message: Message,
  { base_url, routing_key }: PagerDutyTarget,
  digest: (text: string) => string,
): HttpRequest => {
  const { kind, level, subject_key, title, team, links, facts, at } = message;
  const event_action = actions[kind];
  return jsonRequest(`${base_url.replace(/\/$/, '')}/v2/enqueue`, {
    routing_key,
    event_action,
    dedup_key: subject_key.length <= dedup_key_chars_max ? subject_key : digest(subject_key),
    ...(event_action === 'trigger' && {
      client: 'Revloop',
      links: usableLinks(links).map(({ label, url }) => ({ href: url, text: cut(label, label_chars_max) })),
      payload: {
        summary: cut(oneLine(title), summary_chars_max),
        source: 'revloop',
        severity: severityOf(level),
        timestamp: new Date(at).toISOString(),
        class: facts[0]?.policy_id ?? 'digest',
        ...(team && { group: team }),
        custom_details: details(message),
      },
    }),
  });
};
