// The directory file (YAML text) → channels, people, routes and silences, or every fault of it with its line.
import { readChannels, rulesOf, type ChannelPlan, type ReadEnv } from './directory-channels.ts';
import { readPeople } from './directory-people.ts';
import { readRoutes, readSilences } from './directory-routes.ts';
import { urlFault } from './channels/address-rules.ts';
import type { Directory } from './telling/directory.ts';
import { unnamed_channel } from './telling/fact-id.ts';
import { YamlReader } from './yaml-reader.ts';

/** Whom to tell, and what it takes to reach them. */
export interface Telling {
  readonly directory: Directory;
  readonly plans: readonly ChannelPlan[];
  /** Where the console is found by people; none where nobody said. */
  readonly console_url: string | undefined;
}

export type DirectoryFile =
  | { readonly ok: true; readonly telling: Telling }
  | { readonly ok: false; readonly faults: readonly string[] };

/** `env` reads the environment variables that the file names; `policies`, `calendars`: those there are, where known. */
export const readDirectoryFile = (
  text: string,
  env: ReadEnv,
  policies: ReadonlySet<string> | undefined,
  calendars?: ReadonlySet<string>,
): DirectoryFile => {
  const reader = new YamlReader(text);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const fields = reader.fields(
    reader.root,
    ['channels', 'routes'],
    ['owners', 'teams', 'silences', 'console_url'],
  );
  const channels = fields.channels && readChannels(reader, fields.channels, env);
  const names = channels?.names ?? new Set<string>();
  const people = readPeople(reader, fields, names, calendars);
  const known = { ...people, channels: names, policies };
  const routes = fields.routes ? readRoutes(reader, fields.routes, known) : [];
  const silences = fields.silences ? readSilences(reader, fields.silences, known) : [];
  const console_url = fields.console_url && reader.text(fields.console_url);
  const wrong = console_url === undefined ? undefined : urlFault(console_url);
  if (wrong && fields.console_url) reader.fault(fields.console_url, `is ${wrong}`);
  if (reader.faults.length > 0 || !channels) return { ok: false, faults: reader.faults };
  const directory = { channels: channels.rules, ...people, routes, silences };
  return { ok: true, telling: { directory, plans: channels.plans, console_url } };
};

/** Everything to one webhook; nobody where there is no URL. */
export const withoutFile = (
  webhook: { readonly url: string; readonly secrets: readonly string[] } | undefined,
): Telling => {
  const channel_id = unnamed_channel;
  const all = {
    match: {},
    channels: [channel_id],
    continues: false,
    gathering: undefined,
    repeat_ms: undefined,
  };
  const directory = {
    channels: new Map(webhook ? [[channel_id, rulesOf(channel_id, 'webhook')]] : []),
    owners: new Map<string, never>(),
    teams: new Map<string, never>(),
    routes: [all],
    silences: [],
  };
  return {
    directory,
    plans: webhook ? [{ channel_id, kind: 'webhook', ...webhook }] : [],
    console_url: undefined,
  };
};
