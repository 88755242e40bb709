// Whether the broker answers: for readiness probes.
import type { Admin } from 'kafkajs';
import { kafkaFailure } from './client-failure.ts';
import { createKafka, type KafkaSettings } from './client.ts';

/** Asks the cluster for its metadata over one kept connection; rejects as `Producer.connect` does. */
export class KafkaPing {
  readonly #settings: KafkaSettings;
  #admin: Admin | undefined;

  constructor(settings: KafkaSettings) {
    this.#settings = { ...settings, retries_max: 0, request_ms_max: 3_000 };
  }

  async ping(): Promise<void> {
    try {
      this.#admin ??= await this.#connect();
      await this.#admin.describeCluster();
    } catch (error) {
      void this.#admin?.disconnect().catch(() => undefined);
      this.#admin = undefined;
      throw kafkaFailure(this.#settings.brokers, error);
    }
  }

  async close(): Promise<void> {
    await this.#admin?.disconnect();
  }

  async #connect(): Promise<Admin> {
    const admin = createKafka(this.#settings).admin();
    await admin.connect();
    return admin;
  }
}
