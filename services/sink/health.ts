// What /readyz says of the sink: ready means that messages can come in and go on, not that the process lives.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { GroupMember } from '@revloop/infra/kafka/group.ts';
import type { Checks } from '@revloop/infra/runtime/probes.ts';
import type { Progress } from './progress.ts';

export const healthChecks = (
  clickhouse: ClickHouse,
  member: GroupMember,
  progress: Progress,
  stuck_ms_max: number,
): Checks => ({
  clickhouse: () => clickhouse.ping(),
  group: () => {
    if (!member.isJoined()) throw new Error('not in the consumer group');
  },
  progress: () => {
    const stuck = progress.of(Date.now()).filter(({ stuck_ms }) => stuck_ms > stuck_ms_max);
    if (stuck.length === 0) return;
    const said = stuck.map(
      ({ topic, partition, next, stuck_ms }) =>
        `${topic}-${partition} at offset ${next ?? 0} for ${Math.round(stuck_ms / 1_000)} s`,
    );
    throw new Error(`stuck: ${said.join(', ')}`);
  },
});
