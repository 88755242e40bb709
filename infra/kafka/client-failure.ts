// What kafkajs throws → one SurroundingsError: is Kafka away, does it not know us, or do we not trust it?
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';
import { isTlsRefusal } from '../runtime/tls.ts';

const isAuthentication = (error: unknown): boolean => {
  const { name, type, cause } = (error ?? {}) as { name?: unknown; type?: unknown; cause?: unknown };
  return (
    name === 'KafkaJSSASLAuthenticationError' ||
    type === 'SASL_AUTHENTICATION_FAILED' ||
    (cause !== undefined && isAuthentication(cause))
  );
};

/** `kafka_auth_failed` and `kafka_tls_refused` pass only when somebody changes a setting; `kafka_unavailable` is retriable. */
export const kafkaFailure = (brokers: readonly string[], error: unknown): SurroundingsError => {
  const at = `Kafka at ${brokers.join(', ')}`;
  if (isAuthentication(error))
    return new SurroundingsError(
      'kafka_auth_failed',
      `${at} does not accept REVLOOP_KAFKA_SASL_USERNAME and _PASSWORD: ${reasonOf(error)}`,
      { retriable: false, cause: error },
    );
  if (isTlsRefusal(error))
    return new SurroundingsError(
      'kafka_tls_refused',
      `${at}: TLS is refused; check REVLOOP_KAFKA_TLS and REVLOOP_KAFKA_TLS_CA_FILE: ${reasonOf(error)}`,
      { retriable: false, cause: error },
    );
  return new SurroundingsError('kafka_unavailable', `${at} does not answer: ${reasonOf(error)}`, {
    retriable: true,
    cause: error,
  });
};
