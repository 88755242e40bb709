// How far back the log is read when a partition becomes ours: as far as anything lies that may still have to be told, or told again.
import type { Directory } from './directory.ts';

/** As long as the topic keeps facts unless somebody says otherwise. */
const held_ms_max = 30 * 86_400_000;

/** Milliseconds: the alert age, the days of trying again, and what directory and routes may put off. */
export const lookBackMs = (
  { teams, routes, silences, channels }: Directory,
  { age_ms_max, retry_ms_max }: { readonly age_ms_max: number; readonly retry_ms_max: number },
  now: number,
): number => {
  const all = [...teams.values()];
  const quiet_ms = Math.max(0, ...all.map(({ quiet }) => quiet?.longest_ms ?? 0));
  const steps_ms = Math.max(
    0,
    ...all.map(({ escalation, escalate_every_ms }) => escalation.length * escalate_every_ms),
  );
  const repeat_ms = Math.max(0, ...routes.map((route) => route.repeat_ms ?? 0));
  // What is renewed is written down once a day.
  const renew_ms = [...channels.values()].some(({ renews }) => renews) ? 86_400_000 : 0;
  const since_ms = now - retry_ms_max;
  const isHeld =
    silences.some(({ until }) => until > since_ms) ||
    all.some(({ paused_until }) => (paused_until ?? 0) > since_ms);
  // Nobody says since when something is silenced.
  const held_ms = isHeld ? held_ms_max : 0;
  return age_ms_max + retry_ms_max + Math.max(quiet_ms + steps_ms, repeat_ms, renew_ms, held_ms);
};
