// A message → alerts for Prometheus Alertmanager (POST /api/v2/alerts): one for each fact and level, firing until ended or no longer sent.
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { cut, oneLine } from './cut.ts';
import { jsonRequest, type HttpRequest } from './http.ts';
import { firstLines, usableLinks } from './listed.ts';
import type { Message, MessageKind, MessageLevel } from './message.ts';

const minute_ms = 60_000;
/** Alertmanager keeps no alerts over its restart: what fires is sent again this often, as clients are asked to. */
const repeat_ms = 3 * minute_ms;
/** How long an alert fires after it was last sent: three repeats may fail. */
export const alert_lasts_ms = 4 * repeat_ms;
/** How long the end of an alert is sent again. */
const end_lasts_ms = 15 * minute_ms;

const lines_max = 50;
const title_chars_max = 300;
const text_chars_max = 5_000;
const levels: readonly MessageLevel[] = [
  'warning',
  'breach',
  'escalation',
  'escalation_2',
  'escalation_3',
  'escalation_4',
  'escalation_5',
];

/** Alertmanager has no use for who acknowledged what: silences are its own people's. */
export const alertmanagerKinds: readonly MessageKind[] = ['alert', 'withdrawn', 'resolved', 'digest'];

export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
}

/** When to send a message again that was sent first and last at these times; undefined where it needs no more. */
export const nextRepeat = (
  kind: MessageKind,
  first_sent_at: number,
  last_sent_at: number,
): number | undefined => {
  const next = last_sent_at + repeat_ms;
  if (kind === 'alert' || kind === 'digest') return next;
  return kind !== 'acknowledged' && next - first_sent_at <= end_lasts_ms ? next : undefined;
};

const known = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** An alert's identity. Where owner or team have changed meanwhile, the alert under the former ends `alert_lasts_ms` after it was last sent. */
const labelsOf = (message: Message, fact: SlaFact | undefined, level: MessageLevel): Record<string, string> =>
  known({
    alertname: 'RevloopHandoffSla',
    policy: fact?.policy_id ?? '',
    handoff: fact?.handoff_id ?? '',
    owner: fact?.owner_id ?? '',
    team: message.team,
    level,
  });

const ends: ReadonlySet<SlaFact['fact']> = new Set(['withdrawn', 'met', 'ended', 'resolved']);

const isOver = (kind: MessageKind, fact: SlaFact | undefined): boolean =>
  kind === 'digest' ? fact !== undefined && ends.has(fact.fact) : kind === 'withdrawn' || kind === 'resolved';

/** An answer ends what fires on every level of the clock; a withdrawal takes its own level back. Ends of what never fired tell nobody. */
const levelsOf = (message: Message, fact: SlaFact | undefined): readonly MessageLevel[] => {
  const level = fact && fact.level !== 'unknown' ? fact.level : message.level;
  if (!isOver(message.kind, fact)) return [level];
  const isOfLevel = message.kind === 'withdrawn' || fact?.fact === 'withdrawn';
  return isOfLevel && fact?.level !== 'unknown' ? [level] : levels;
};

/** What alerts say besides their labels. Those of a digest, which may be thousands, say no more than its title and whom each is about. */
const annotationsOf = (message: Message): ((fact: SlaFact | undefined) => Record<string, string>) => {
  const { title, text, lines, facts } = message;
  const summary = cut(oneLine(title), title_chars_max);
  const details = firstLines(lines, lines_max).map(
    ({ label, value }) => `${label}: ${cut(value, text_chars_max)}`,
  );
  const more =
    facts.length > 1 ? {} : { description: cut(text, text_chars_max), details: details.join('\n') };
  return (fact) =>
    known({ summary, account: fact?.account_id ?? '', contact: fact?.contact_id ?? '', ...more });
};

/** The alerts as they are at `now_ms`. A digest's are those of its facts, so that each can end by itself. */
export const alertsOf = (message: Message, now_ms: number): readonly AlertmanagerAlert[] => {
  const [link] = usableLinks(message.links);
  const annotations = annotationsOf(message);
  const about = message.facts.length > 0 ? message.facts : [undefined];
  return about.flatMap((fact) => {
    const due_at = fact?.due_at ?? message.at;
    // Alertmanager refuses an alert that ends before it starts; one that ends ahead of its clock fires until then.
    const end = isOver(message.kind, fact)
      ? Math.min(Math.max(message.at, due_at), now_ms)
      : now_ms + alert_lasts_ms;
    const rest = {
      annotations: annotations(fact),
      startsAt: new Date(Math.min(due_at, end)).toISOString(),
      endsAt: new Date(end).toISOString(),
      ...(link && { generatorURL: link.url }),
    };
    return levelsOf(message, fact).map((level) => ({ labels: labelsOf(message, fact, level), ...rest }));
  });
};

/** The request, to the API under `base_url` (a path prefix stays). */
export const alertmanagerRequest = (message: Message, base_url: string, now_ms: number): HttpRequest =>
  jsonRequest(`${base_url.replace(/\/$/, '')}/api/v2/alerts`, alertsOf(message, now_ms));
