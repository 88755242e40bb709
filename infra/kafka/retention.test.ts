import { topics } from '@revloop/schemas/topics.ts';
import { expect, test } from 'vitest';
import { SettingsReader } from '../runtime/config.ts';
import { configChange, configOf, topicRetentionSettings } from './retention.ts';

test('messages stay 30 days, dead letters 90, in segments of a day, unless settings say otherwise', () => {
  const settings = new SettingsReader({ REVLOOP_KAFKA_EVENTS_RETENTION_DAYS: '7' });
  const retention = settings.done(topicRetentionSettings(settings));
  expect(retention).toEqual({ events: 7, dead_letters: 90 });
  expect(configOf(topics.sla, retention)).toEqual({ 'segment.ms': '86400000', 'retention.ms': '604800000' });
  expect(configOf(topics.deadLetter, retention)['retention.ms']).toBe('7776000000');
});

test('a topic is changed only where it differs, and what else was set on it is kept', () => {
  const entry = (configName: string, configValue: string, configSource = 1) => ({
    configName,
    configValue,
    configSource,
  });
  const standing = [
    entry('retention.ms', '5'),
    entry('min.insync.replicas', '2'),
    entry('segment.ms', '7', 5),
  ];
  expect(configChange(standing, { 'retention.ms': '5' })).toBeUndefined();
  // The broker's own value is no promise of the topic's.
  expect(configChange(standing, { 'retention.ms': '6', 'segment.ms': '7' })).toEqual({
    'retention.ms': '6',
    'min.insync.replicas': '2',
    'segment.ms': '7',
  });
});
