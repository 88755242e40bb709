// The Confluent-compatible registry's HTTP API: register a schema, read one by id, set compatibility.
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';

export interface RegistryClient {
  /** Registers (or finds) the schema under the subject; resolves to its id. Rejects with `schema_incompatible`, not retriable, when the registry refuses it. */
  register(subject: string, schema: string): Promise<number>;
  /** The schema text of an id, or undefined where the registry knows no such id. */
  schemaById(id: number): Promise<string | undefined>;
  setCompatibility(subject: string, level: string): Promise<void>;
  ping(): Promise<void>;
}

const media = 'application/vnd.schemaregistry.v1+json';

/** `url` includes the API's path, for example http://127.0.0.1:8081/apis/ccompat/v7. */
export const connectRegistry = (url: string, request_ms_max = 5_000): RegistryClient => {
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    try {
      return await fetch(`${url}${path}`, {
        method,
        headers: { 'content-type': media, accept: media },
        signal: AbortSignal.timeout(request_ms_max),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new SurroundingsError(
        'registry_unavailable',
        `the schema registry at ${url} does not answer: ${reasonOf(error)}`,
        { retriable: true, cause: error },
      );
    }
  };
  const checked = async (response: Response, what: string): Promise<Response> => {
    if (response.ok) return response;
    const text = (await response.text()).slice(0, 500);
    if (response.status === 409)
      throw new SurroundingsError(
        'schema_incompatible',
        `${what}: the registry refuses the schema as incompatible: ${text}`,
        { retriable: false },
      );
    throw new SurroundingsError(
      'registry_refused',
      `${what}: the registry answered ${response.status}: ${text}`,
      { retriable: response.status >= 500 },
    );
  };
  return {
    register: async (subject, schema) => {
      const response = await checked(
        await call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
          schema,
          schemaType: 'AVRO',
        }),
        subject,
      );
      return ((await response.json()) as { id: number }).id;
    },
    schemaById: async (id) => {
      const response = await call('GET', `/schemas/ids/${id}`);
      if (response.status === 404) return undefined;
      return ((await (await checked(response, `schema ${id}`)).json()) as { schema: string }).schema;
    },
    setCompatibility: async (subject, level) => {
      await checked(
        await call('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: level }),
        subject,
      );
    },
    ping: async () => void (await checked(await call('GET', '/subjects'), 'subjects')),
  };
};
