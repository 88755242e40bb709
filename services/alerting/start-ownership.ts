// Several instances share the accounts: the consumer group of funnel.sla says whose partition is whose, and who holds one judges its accounts and tells of them.
import type { AssignedPartition } from '@revloop/infra/kafka/assigned-partition.ts';
import type { KafkaSettings } from '@revloop/infra/kafka/client.ts';
import { joinGroup, type GroupMember } from '@revloop/infra/kafka/group.ts';
import { PacedCommits } from '@revloop/infra/kafka/paced-commits.ts';
import type { TopicEnds } from '@revloop/infra/kafka/topic-ends.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { Ownership } from './core/ownership.ts';
import type { Watch } from './core/watch.ts';
import type { Reading } from './reading.ts';

/** As the intake does. */
const fetch_pause_ms = 20;
const fetch_wait_ms_max = 500;
const idle_limits = { messages_max: 10_000, bytes_max: 8_000_000 };

export interface OwnershipParts {
  readonly watch: Watch;
  readonly ownership: Ownership;
  readonly reading: Reading;
  readonly ends: TopicEnds;
  readonly settings: KafkaSettings;
  readonly group: string;
  readonly session_ms_max: number;
  /** Tells what a partition's facts say, until it is lost; undefined where nobody is told. */
  readonly tell: ((partition: AssignedPartition) => Promise<void>) | undefined;
  readonly onCrash: (error: unknown) => void;
}

/** Joins the group. Resolves when joined; after a kill, when the dead member's session is over. */
export const startOwnership = (parts: OwnershipParts): Promise<GroupMember> => {
  const { settings, group, session_ms_max, onCrash } = parts;
  const onPartition = (partition: AssignedPartition): Promise<void> => own(partition, parts);
  return retry(
    'owners group',
    () =>
      joinGroup({
        ...settings,
        groupId: group,
        fetch_pause_ms,
        fetch_wait_ms_max,
        topics: [topics.sla.name],
        session_ms_max,
        onCrash,
        onPartition,
      }),
    settings.log,
  );
};

/**
 * Until the partition is lost. What the former owner said, and the events it knew, are read before anything is judged, so that a takeover says
 * nothing it would have to take back. Two owners for a moment say the same facts under the same ids.
 */
const own = async (
  partition: AssignedPartition,
  { watch, ownership, reading, ends, settings, tell }: OwnershipParts,
): Promise<void> => {
  const telling = (tell ?? idle(settings))(partition);
  const owning = async (): Promise<void> => {
    const written = await retry(
      'topic ends',
      () => ends.of([topics.events.name, topics.sla.name]),
      settings.log,
      { isFinal: () => partition.signal.aborted },
    );
    await reading.reach(written, partition.signal);
    if (partition.signal.aborted) return;
    ownership.take(partition.partition);
    watch.takeOver((key) => ownership.isOf(partition.partition, key), Date.now());
    settings.log.info({ partition: partition.partition }, 'judging its accounts');
  };
  try {
    await Promise.all([telling, owning()]);
  } finally {
    ownership.lose(partition.partition);
    watch.leave((key) => ownership.isOf(partition.partition, key));
  }
};

/** Reads along, so that the group's offsets say how far it is. */
const idle =
  ({ log }: KafkaSettings) =>
  async (partition: AssignedPartition): Promise<void> => {
    const commits = new PacedCommits(partition, '', log);
    try {
      for (;;) commits.reached((await partition.read(idle_limits)).to + 1);
    } finally {
      await commits.end();
    }
  };
