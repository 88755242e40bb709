// Policy files and what they name, read from disk; the present one is that of the running alerting.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Policies } from '../core/policy.ts';
import { readPolicyFile } from '../core/policy-file.ts';
import { readBeside } from '../read-beside.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import { say } from '@revloop/infra/runtime/say.ts';

const shipped = fileURLToPath(new URL('../policies.yaml', import.meta.url));

/** The file alerting judges by: that of REVLOOP_SLA_POLICIES, else the shipped one. */
export const presentPolicies = (env: NodeJS.ProcessEnv): string => env['REVLOOP_SLA_POLICIES'] || shipped;

/** The text of a file somebody named. Throws a `UsageError` where it cannot be read. */
export const textOfFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
  }
};

/** The policies of a file; undefined where it has faults, which are said. */
export const readPolicies = (path: string): Policies | undefined => {
  const file = readPolicyFile(textOfFile(path), readBeside(path));
  if (file.ok) return file.policies;
  for (const fault of file.faults) say(`${path}, ${fault}`);
  say(`${path} has faults: revloop sla lint says what to do`);
  return undefined;
};
