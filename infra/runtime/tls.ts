// TLS as settings name it: PEM files read at start, and which errors mean that one side does not trust the other.
import { readFileSync } from 'node:fs';
import type { SettingsReader } from './config.ts';
import { reasonOf } from './errors.ts';

/** The text of a PEM file named by a setting, or undefined where none is named; a file that cannot be read or holds no PEM is a fault. */
export const pemFile = (settings: SettingsReader, name: string): string | undefined => {
  const path = settings.text(name, 'none');
  if (path === 'none') return undefined;
  try {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('-----BEGIN ')) settings.fault(`${name}: ${path} is not a PEM file`);
    return text;
  } catch (error) {
    settings.fault(`${name}: ${reasonOf(error)}`);
    return undefined;
  }
};

const refusals =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_)/;

/** True where anything in the chain of causes says that TLS was refused: an unknown authority, another name, an expired certificate, no TLS at all. */
export const isTlsRefusal = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return (typeof code === 'string' && refusals.test(code)) || (cause !== undefined && isTlsRefusal(cause));
};
