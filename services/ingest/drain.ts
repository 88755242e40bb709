// The graceful end of the server: what is under way is answered, what takes too long is cut.
import type { FastifyInstance } from 'fastify';
import { answer_ms_max } from './publish.ts';

/** Longer than any answer takes, shorter than the process has to stop (15 s). */
const drain_ms_max = answer_ms_max + 1_000;

/** Listens no more, waits for the answers under way, and cuts clients that are still sending after 9 s: they were promised nothing. */
export const closeWithin = async (app: FastifyInstance): Promise<void> => {
  const cut = setTimeout(() => app.server.closeAllConnections(), drain_ms_max);
  await app.close();
  clearTimeout(cut);
};
