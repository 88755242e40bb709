// Events at a steady rate through HTTP ingest: an open loop that keeps its timetable whatever the answers take, within a bound of requests
// under way; what falls behind for good is not sent, and the rate tells. Some events are probes, whose acknowledgement is told.
import { setTimeout as pause } from 'node:timers/promises';
import { funnelEvent } from './funnel-events.ts';

export interface Target {
  /** Ingest. */
  readonly url: string;
  readonly writeKey: string;
}

export interface LoadPlan extends Target {
  readonly events_per_s: number;
  readonly seconds: number;
  /** Between two probes. */
  readonly probe_every_ms: number;
  /** Fields of a probe beyond event_id, which is its id, and occurred_at. */
  readonly probe: (id: string, number: number) => object;
  /** A probe was acknowledged at this moment (performance.now()). */
  readonly onProbe: (id: string, acknowledged_at: number) => void;
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
const requests_max = 200;
/** A busy funnel has far more touches than stages. */
const touches_percent = 97;

const nativeJson = (index: number, occurred_at: string): string => {
  const { received_at: _received, source: _source, ...event } = funnelEvent(index, 0, touches_percent);
  const stated = Object.entries({ ...event, occurred_at }).filter(([, value]) => value !== null);
  return JSON.stringify(Object.fromEntries(stated));
};

/** Sends a JSON array of events. Resolves to whether they were accepted. */
export const sendEvents = async ({ url, writeKey }: Target, body: string): Promise<boolean> => {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(20_000),
  }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 202;
};

/** Sends until the time is over and every request is answered. */
export const sendSteadily = async (plan: LoadPlan): Promise<LoadReport> => {
  const batch_ms = (batch_events / plan.events_per_s) * 1_000;
  const batches = Math.floor((plan.seconds * 1_000) / batch_ms);
  const batchesPerProbe = Math.max(1, Math.round(plan.probe_every_ms / batch_ms));
  const underWay = new Set<Promise<void>>();
  let [accepted, refused, behind_ms_max] = [0, 0, 0];
  const send = async (batch: number): Promise<void> => {
    const probe = batch % batchesPerProbe === 0 ? batch / batchesPerProbe : undefined;
    const occurred_at = new Date().toISOString();
    const events = Array.from({ length: batch_events }, (_, index) =>
      index === 0 && probe !== undefined
        ? JSON.stringify({ event_id: `probe-${probe}`, occurred_at, ...plan.probe(`probe-${probe}`, probe) })
        : nativeJson(batch * batch_events + index, occurred_at),
    );
    const accepts = await sendEvents(plan, `[${events.join(',')}]`);
    if (probe !== undefined && accepts) plan.onProbe(`probe-${probe}`, performance.now());
    if (accepts) accepted += batch_events;
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
