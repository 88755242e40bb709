// When each demo was first sent, so that the same one sent again has the same times: nothing doubles, and a restart shows what it showed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** "url seed accounts" → the `now` (UTC milliseconds) it led up to. */
export type RememberedDemos = Readonly<Record<string, number>>;

export interface DemoIdentity {
  /** The ingest it is sent to. */
  readonly url: string;
  readonly seed: number;
  readonly accounts: number;
}

export const demoKey = ({ url, seed, accounts }: DemoIdentity): string => `${url} ${seed} ${accounts}`;

export const rememberedDemos = (path: string): RememberedDemos =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RememberedDemos) : {};

export const rememberDemo = (path: string, demo: DemoIdentity, now: number): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...rememberedDemos(path), [demoKey(demo)]: now })}\n`);
};
