// alerting: funnel.events and time → SLA facts in funnel.sla, outcomes in funnel.handoff-outcomes, and people told.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { partitionOf } from '@revloop/infra/kafka/partitioner.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { TopicEnds } from '@revloop/infra/kafka/topic-ends.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { Lifecycle } from '@revloop/infra/runtime/lifecycle.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { addProbes, createMetrics } from '@revloop/infra/runtime/probes.ts';
import { retry } from '@revloop/infra/runtime/retry.ts';
import { runMain } from '@revloop/infra/runtime/run-main.ts';
import { topics } from '@revloop/schemas/topics.ts';
import Fastify from 'fastify';
import { addActApi } from './act-api.ts';
import { addActLinks } from './act-links.ts';
import { ActWriter } from './act-writer.ts';
import { readConfig } from './config.ts';
import type { Person } from './core/act-page.ts';
import type { Directory } from './core/telling/directory.ts';
import { Ownership } from './core/ownership.ts';
import { Watch } from './core/watch.ts';
import { startDue } from './due.ts';
import { Emitter } from './emit.ts';
import { HandoffFinder } from './handoff-finder.ts';
import { Intake } from './intake.ts';
import { healthText } from './health-text.ts';
import { alertingMetrics } from './metrics.ts';
import { Reading } from './reading.ts';
import { loadState, startIntake } from './start-intake.ts';
import { startNotifier } from './start-notifier.ts';
import { startOwnership } from './start-ownership.ts';
import { Stored } from './stored.ts';
import { startUpkeep } from './upkeep.ts';

/** After a kill -9 the next process waits this long for its place: the least that brokers allow by default. */
const session_ms_max = 6_000;
/** Of an act: a note of 1,024 characters, and ids, whatever they are written in. */
const body_bytes_max = 16_384;
/** A handoff's id, URL-encoded. */
const param_chars_max = 2_000;
const log = createLog('alerting');

await runMain(log, async () => {
  const config = readConfig(process.env);
  const { policies, settle_ms, group } = config;
  const lifecycle = new Lifecycle(log);
  const onCrash = (error: unknown): void => lifecycle.crash(error);
  const kafka = { ...config.kafka, clientId: 'revloop-alerting', log };
  const watch = new Watch({ policies, settle_ms, teams: config.telling.directory });
  const ends = new TopicEnds(kafka);
  lifecycle.onStop('topic ends', () => ends.close());
  const { length: partitions } = await retry('Kafka', () => ends.of([topics.sla.name]), log);
  const ownership = new Ownership((key) => partitionOf(Buffer.from(key), partitions));
  const registry = createMetrics('alerting');
  const metrics = alertingMetrics(registry, () => ({
    ...watch.counts,
    partitions: ownership.partitions,
    accounts: watch.histories.accountCount,
    late_ms: Math.max(0, Date.now() - (watch.due.next_ms ?? Infinity)),
  }));

  const codec = new Codec(config.registry);
  await retry('schema registry', () => codec.ready(), log);
  const producer = new Producer(kafka);
  await retry('Kafka', () => producer.connect(), log);
  lifecycle.onStop('producer', () => producer.close());
  const clickhouse = connectClickHouse({ ...config.clickhouse, request_ms_max: 5_000 });
  lifecycle.onStop('clickhouse', () => clickhouse.close());

  const positions = await loadState(config, watch, kafka);
  const reading = new Reading(positions);
  const emitter = new Emitter(producer, codec, metrics, log);
  const stored = new Stored(clickhouse, policies.property_names);
  const { property_names } = policies;
  const reload = (): Promise<unknown> => loadState(config, watch, kafka);
  const intake = new Intake({
    watch,
    stored,
    emitter,
    codec,
    property_names,
    reading,
    ownership,
    reload,
    metrics,
    log,
  });

  lifecycle.onStop('due', startDue({ watch, ownership, emitter, onCrash }));
  lifecycle.onStop('upkeep', startUpkeep({ watch, intake, history_days: config.history_days, onCrash }));
  const consumer = await startIntake(intake, positions, { ...kafka, group, session_ms_max, onCrash });
  lifecycle.onStop('consumer', () => consumer.stop());
  const riskOf = watch.riskOf.bind(watch);
  let { owners } = config.telling.directory;
  const onDirectory = (directory: Directory): void => {
    owners = directory.owners;
    watch.useTeams(directory);
  };
  const surroundings = { config, kafka, codec, clickhouse, registry, riskOf, onDirectory, onCrash };
  const notifier = await startNotifier(surroundings);
  const owner = await startOwnership({
    ...{ watch, ownership, reading, ends, session_ms_max, onCrash },
    settings: kafka,
    group: `${group}-notifier`,
    tell: notifier?.tell,
  });
  lifecycle.onStop('notifier', () => notifier?.stop());
  lifecycle.onStop('owner', () => owner.stop());

  // What people do waits neither for facts that are derived nor for those that were told.
  const actProducer = new Producer({ ...kafka, request_ms_max: 5_000, retries_max: 3 });
  lifecycle.onStop('acts', () => actProducer.close());
  const writer = new ActWriter({ producer: actProducer, codec, clickhouse, log });
  const finder = new HandoffFinder(watch, clickhouse);
  const app = Fastify({ bodyLimit: body_bytes_max, routerOptions: { maxParamLength: param_chars_max } });
  addActApi(app, { key: config.acts.key, finder, writer, log });
  const { links } = config.acts;
  const people = (): readonly Person[] => [...owners].map(([owner_id, { name }]) => ({ owner_id, name }));
  if (links) addActLinks(app, { secret: links.secret, people, writer, log });
  const checks = {
    clickhouse: () => clickhouse.ping(),
    consumers: () => {
      if (!consumer.isJoined() || !owner.isJoined()) throw new Error('not in the consumer group');
    },
  };
  // A receiver that fails is no reason to take alerting for dead.
  const notes = (notifier?.channel_ids ?? []).map(
    (id) => [`channel ${id}`, () => healthText(notifier?.health(id))] as const,
  );
  addProbes(app, registry, checks, Object.fromEntries(notes));
  await app.listen({ host: config.host, port: config.port });
  lifecycle.onStop('server', () => app.close());
  log.info(
    { port: config.port, policies: policies.policies.map(({ policy_id }) => policy_id) },
    'alerting runs',
  );
});
