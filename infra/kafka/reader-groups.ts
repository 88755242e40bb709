// Consumer groups of one member, which exist only to read: their names, and clearing away those whose process is gone.
import { randomUUID } from 'node:crypto';
import { reasonOf } from '../runtime/errors.ts';
import { createKafka, type KafkaSettings } from './client.ts';

/** A name of its own: joining it waits for no dead member. */
export const newReaderGroup = (prefix: string): string => `${prefix}-reader-${randomUUID()}`;

/** Deletes reader groups without a member. Best effort: what cannot be deleted the broker drops when its offsets expire. */
export const clearReaderGroups = async (prefix: string, settings: KafkaSettings): Promise<void> => {
  const admin = createKafka({ ...settings, request_ms_max: 5_000, retries_max: 1 }).admin();
  try {
    await admin.connect();
    const { groups } = await admin.listGroups();
    const names = groups.map(({ groupId }) => groupId).filter((name) => name.startsWith(`${prefix}-reader-`));
    if (names.length === 0) return;
    const described = await admin.describeGroups(names);
    const empty = described.groups.filter(({ state }) => state === 'Empty' || state === 'Dead');
    if (empty.length > 0) await admin.deleteGroups(empty.map(({ groupId }) => groupId));
  } catch (error) {
    settings.log.debug({ reason: reasonOf(error) }, 'reader groups not cleared');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
