// A process that reads `funnel.events` from its beginning with kafkajs alone and drops what it reads: the least any sink on kafkajs can cost.
// Prints one JSON object: CPU and wall seconds, starting and joining the group apart.
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { topics } from '@revloop/schemas/topics.ts';

const [brokers = '', events = ''] = process.argv.slice(2);
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench', log: createLog('bench') });
const consumer = kafka.consumer({
  groupId: `bench-alone-${process.pid}`,
  maxBytesPerPartition: 4_000_000,
  maxBytes: 8_000_000,
  maxWaitTimeInMs: 100,
  allowAutoTopicCreation: false,
});
await consumer.connect();
await consumer.subscribe({ topics: [topics.events.name], fromBeginning: true });
const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
let seen = 0;
const all = new Promise<void>((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  void consumer
    .run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload) => {
        const { messages } = payload.batch;
        seen += messages.length;
        const last = messages.at(-1);
        if (last) payload.resolveOffset(last.offset);
        if (seen >= Number(events)) resolve();
        return Promise.resolve();
      },
    })
    .catch(reject);
});
await joined;
const start = { cpu_s: cpuSeconds(), at: performance.now() };
await all;
const figures = {
  start_cpu_s: start.cpu_s,
  cpu_s: cpuSeconds() - start.cpu_s,
  wall_s: (performance.now() - start.at) / 1_000,
};
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
