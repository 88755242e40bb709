// How a channel is, in a sentence for /readyz.
import type { ChannelHealth } from './core/telling/health.ts';

export const healthText = (health: ChannelHealth | undefined): string => {
  const { failing_since, why = '', waiting = 0 } = health ?? {};
  const state =
    failing_since === undefined ? 'up' : `failing since ${new Date(failing_since).toISOString()}: ${why}`;
  return `${state}; ${waiting} waiting`;
};
