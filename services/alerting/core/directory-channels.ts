// The `channels` of the directory file: how people are reached. Secrets stand in the environment, and the file says under which names.
import { urlFault } from './channels/address-rules.ts';
import { mailboxFault, smtpUrlFault } from './channels/email.ts';
import type { ChannelRules, Gathering } from './telling/directory.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** What it takes to make a channel; secrets and all. */
export type ChannelPlan = { readonly channel_id: string } & (
  | { readonly kind: 'webhook'; readonly url: string; readonly secrets: readonly string[] }
  | { readonly kind: 'slack'; readonly url: string }
  | { readonly kind: 'email'; readonly smtp_url: string; readonly from: string; readonly to: string }
  | { readonly kind: 'pagerduty'; readonly base_url: string; readonly routing_key: string }
  | { readonly kind: 'alertmanager'; readonly base_url: string }
);
type Kind = ChannelPlan['kind'];

/** The value of an environment variable. */
export type ReadEnv = (name: string) => string | undefined;

export const channelKinds = ['webhook', 'slack', 'email', 'pagerduty', 'alertmanager'] as const;
/** In routes these stand for the channels of the owner and of the team. */
const reserved = new Set(['owner', 'team']);
/** Their beginnings are noted beside the offsets, where brokers take 4,096 bytes. */
const channels_max = 50;

/** People read few messages well; machines take each by itself. PagerDuty takes about 120 a minute. */
const gatherings: Readonly<Record<Kind, Gathering>> = {
  webhook: { wait_ms: 0, digest_from: Infinity, per_minute: Infinity },
  slack: { wait_ms: 0, digest_from: 20, per_minute: 30 },
  email: { wait_ms: 0, digest_from: 20, per_minute: 30 },
  pagerduty: { wait_ms: 0, digest_from: Infinity, per_minute: 100 },
  alertmanager: { wait_ms: 0, digest_from: 50, per_minute: Infinity },
};

/** Machines take several messages at a time; a mailbox, a chat and an API that counts requests get few. */
const sendingMax = (kind: Kind): number => (kind === 'webhook' ? 16 : 4);

export const rulesOf = (
  channel_id: string,
  kind: Kind,
  gathering: Partial<Gathering> = {},
): ChannelRules => ({
  channel_id,
  gathering: { ...gatherings[kind], ...gathering },
  sending_max: sendingMax(kind),
  digests: kind !== 'pagerduty',
  keeps_state: kind === 'pagerduty' || kind === 'alertmanager',
  renews: kind === 'alertmanager',
});

export interface ReadChannels {
  readonly rules: ReadonlyMap<string, ChannelRules>;
  readonly plans: readonly ChannelPlan[];
  /** Those with a fault included. */
  readonly names: ReadonlySet<string>;
}

export const readChannels = (reader: YamlReader, spot: Spot, env: ReadEnv): ReadChannels => {
  const rules = new Map<string, ChannelRules>();
  const plans: ChannelPlan[] = [];
  const entries = reader.entries(spot);
  if (entries.length === 0 || entries.length > channels_max)
    reader.fault(spot, `must have 1 to ${channels_max} channels`);
  for (const { key, value } of entries) {
    if (!/^[a-z][a-z0-9_-]{0,31}$/.test(key) || reserved.has(key))
      reader.fault(
        value,
        'is no name for a channel: lower-case letters, digits, - and _, at most 32; not owner or team',
      );
    const read = new ChannelReader(reader, env).read(key, value);
    if (!read) continue;
    rules.set(key, read.rules);
    plans.push(read.plan);
  }
  return { rules, plans, names: new Set(entries.map(({ key }) => key)) };
};

/** Fields of each kind: those it needs, those it may have. */
const fieldsOf: Readonly<Record<Kind, readonly [readonly string[], readonly string[]]>> = {
  webhook: [[], ['url', 'url_from', 'secrets_from']],
  slack: [['url_from'], []],
  email: [['from', 'to'], ['url_from']],
  pagerduty: [['routing_key_from'], ['base_url']],
  alertmanager: [[], ['url', 'url_from']],
};

type Fields = Partial<Record<string, Spot>>;

class ChannelReader {
  readonly #reader: YamlReader;
  readonly #env: ReadEnv;

  constructor(reader: YamlReader, env: ReadEnv) {
    this.#reader = reader;
    this.#env = env;
  }

  read(
    channel_id: string,
    spot: Spot,
  ): { readonly rules: ChannelRules; readonly plan: ChannelPlan } | undefined {
    const known = this.#reader.entries(spot).find(({ key }) => key === 'kind')?.value;
    if (!known) return this.#reader.fault(spot, `needs kind: ${channelKinds.join(', ')}`);
    const kind = this.#reader.oneOf(known, channelKinds);
    if (!kind) return undefined;
    const [required, optional] = fieldsOf[kind];
    const fields: Fields = this.#reader.fields(spot, ['kind', ...required], [...optional, 'group']);
    const gathering = fields['group'] && readGathering(this.#reader, fields['group']);
    if (fields['group'] && kind === 'pagerduty' && gathering?.digest_from)
      this.#reader.fault(
        fields['group'],
        'cannot have digest_from: an incident is resolved by its own key, a digest of many by none',
      );
    const plan = this.#plan(channel_id, kind, fields, spot);
    return plan && { plan, rules: rulesOf(channel_id, kind, gathering) };
  }

  #plan(channel_id: string, kind: Kind, fields: Fields, spot: Spot): ChannelPlan | undefined {
    switch (kind) {
      case 'webhook': {
        const url = this.#url(fields, spot);
        const secrets = fields['secrets_from'] ? this.#secrets(fields['secrets_from']) : [];
        return url === undefined ? undefined : { channel_id, kind, url, secrets };
      }
      case 'slack': {
        const url = this.#url(fields, spot);
        return url === undefined ? undefined : { channel_id, kind, url };
      }
      case 'alertmanager': {
        const base_url = this.#url(fields, spot);
        return base_url === undefined ? undefined : { channel_id, kind, base_url };
      }
      case 'pagerduty': {
        const routing_key = fields['routing_key_from'] && this.#secret(fields['routing_key_from']);
        const base_url = fields['base_url']
          ? this.#checked(fields['base_url'], urlFault)
          : 'https://events.pagerduty.com';
        return routing_key && base_url ? { channel_id, kind, base_url, routing_key } : undefined;
      }
      case 'email': {
        const from = fields['from'] && this.#checked(fields['from'], mailboxFault);
        const to = fields['to'] && this.#checked(fields['to'], mailboxFault);
        const smtp_url = this.#secret(
          fields['url_from'] ?? spot,
          fields['url_from'] ? undefined : 'REVLOOP_SMTP_URL',
          smtpUrlFault,
        );
        return from && to && smtp_url ? { channel_id, kind, smtp_url, from, to } : undefined;
      }
    }
  }

  #url(fields: Fields, spot: Spot): string | undefined {
    const { url, url_from } = fields;
    if (url && url_from) return this.#reader.fault(spot, 'has url and url_from: one of them');
    if (url_from) return this.#secret(url_from, undefined, urlFault);
    return url
      ? this.#checked(url, urlFault)
      : this.#reader.fault(spot, 'needs url, or url_from: the name of an environment variable');
  }

  #checked(spot: Spot, faultOf: (text: string) => string | undefined): string | undefined {
    const text = this.#reader.text(spot);
    const fault = text === undefined ? undefined : faultOf(text);
    return fault ? this.#reader.fault(spot, `is wrong: ${fault}`) : text;
  }

  #secrets(spot: Spot): readonly string[] {
    const isOne = this.#isText(spot);
    return (isOne ? [spot] : this.#reader.list(spot)).flatMap((item) => this.#secret(item) ?? []);
  }

  #isText({ node }: Spot): boolean {
    return typeof (node as { value?: unknown } | null)?.value === 'string';
  }

  /** The value of the environment variable that is named there. Neither is repeated: somebody may have written the secret itself. */
  #secret(
    spot: Spot,
    byDefault?: string,
    faultOf: (text: string) => string | undefined = () => undefined,
  ): string | undefined {
    const name = byDefault ?? this.#reader.text(spot);
    if (name === undefined) return undefined;
    if (!/^[A-Z][A-Z0-9_]*$/.test(name))
      return this.#reader.fault(
        spot,
        'must be the name of an environment variable, such as SLACK_URL, that holds it',
      );
    const value = this.#env(name);
    if (!value) return this.#reader.fault(spot, `needs the environment variable ${name}, which is not set`);
    const fault = faultOf(value);
    return fault ? this.#reader.fault(spot, `has in ${name}: ${fault}`) : value;
  }
}

export const readGathering = (reader: YamlReader, spot: Spot): Partial<Gathering> => {
  const fields = reader.fields(spot, [], ['wait_seconds', 'digest_from', 'per_minute']);
  const wait = fields.wait_seconds && reader.integer(fields.wait_seconds);
  const digest_from = fields.digest_from && reader.integer(fields.digest_from);
  const per_minute = fields.per_minute && reader.integer(fields.per_minute);
  if (fields.digest_from && digest_from === 1)
    reader.fault(fields.digest_from, 'must be 2 or more: a digest is of several');
  return {
    ...(wait && { wait_ms: wait * 1000 }),
    ...(digest_from && { digest_from }),
    ...(per_minute && { per_minute }),
  };
};
