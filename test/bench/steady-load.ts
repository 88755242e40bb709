// Events at a steady rate through HTTP ingest: an open loop that keeps its timetable whatever the answers take, within a bound of requests
// under way; what falls behind for good is not sent, and the rate tells. Every twentieth of a second one event is a probe, whose acknowledgement is told.
import { setTimeout as pause } from 'node:timers/promises';
import { funnelEvent } from './funnel-events.ts';

export interface LoadPlan {
  readonly url: string;
  readonly writeKey: string;
  readonly events_per_s: number;
  readonly seconds: number;
  /** A probe was acknowledged at this moment (performance.now()). */
  readonly onProbe: (event_id: string, acknowledged_at: number) => void;
}

export interface LoadReport {
  readonly accepted: number;
  /** Answered otherwise, or not at all: not sent again. */
  readonly refused: number;
  readonly seconds: number;
  /** Furthest behind the timetable. */
  readonly behind_ms_max: number;
}

const batch_events = 100;
const probe_every_ms = 50;
const requests_max = 200;
/** A busy funnel has far more touches than stages. */
const touches_percent = 97;
const probeAccounts = 16;

/** Accounts that only probes touch: few rows, found by the primary key, spread over the partitions. */
export const probeAccountIds = Array.from({ length: probeAccounts }, (_, index) => `probe-account-${index}`);

const nativeJson = (index: number, occurred_at: string): string => {
  const { received_at: _received, source: _source, ...event } = funnelEvent(index, 0, touches_percent);
  const stated = Object.entries({ ...event, occurred_at }).filter(([, value]) => value !== null);
  return JSON.stringify(Object.fromEntries(stated));
};

const probeJson = (number: number, occurred_at: string): string =>
  JSON.stringify({
    type: 'content_viewed',
    event_id: `probe-${number}`,
    occurred_at,
    account_id: probeAccountIds[number % probeAccounts],
    channel: 'email',
  });

/** Sends until the time is over and every request is answered. */
export const sendSteadily = async (plan: LoadPlan): Promise<LoadReport> => {
  const batch_ms = (batch_events / plan.events_per_s) * 1_000;
  const batches = Math.floor((plan.seconds * 1_000) / batch_ms);
  const batchesPerProbe = Math.max(1, Math.round(probe_every_ms / batch_ms));
  const underWay = new Set<Promise<void>>();
  let [accepted, refused, behind_ms_max] = [0, 0, 0];
  const send = async (batch: number): Promise<void> => {
    const probe = batch % batchesPerProbe === 0 ? batch / batchesPerProbe : undefined;
    const occurred_at = new Date().toISOString();
    const events = Array.from({ length: batch_events }, (_, index) =>
      index === 0 && probe !== undefined
        ? probeJson(probe, occurred_at)
        : nativeJson(batch * batch_events + index, occurred_at),
    );
    const response = await fetch(`${plan.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${plan.writeKey}`, 'content-type': 'application/json' },
      body: `[${events.join(',')}]`,
      signal: AbortSignal.timeout(20_000),
    }).catch(() => undefined);
    if (probe !== undefined && response?.status === 202) plan.onProbe(`probe-${probe}`, performance.now());
    await response?.arrayBuffer();
    if (response?.status === 202) accepted += batch_events;
    else refused += batch_events;
  };
  const startedAt = performance.now();
  const endsAt = startedAt + plan.seconds * 1_000;
  for (let batch = 0; batch < batches && performance.now() < endsAt; batch += 1) {
    const due = startedAt + batch * batch_ms;
    if (performance.now() < due) await pause(due - performance.now());
    if (underWay.size >= requests_max) await Promise.race(underWay);
    behind_ms_max = Math.max(behind_ms_max, performance.now() - due);
    const sending = send(batch).finally(() => underWay.delete(sending));
    underWay.add(sending);
  }
  await Promise.all(underWay);
  return {
    accepted,
    refused,
    seconds: (performance.now() - startedAt) / 1_000,
    behind_ms_max: Math.round(behind_ms_max),
  };
};
