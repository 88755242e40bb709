// Policy files and what they name, read from disk; the present one is that of the running alerting.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { readTeams } from '../core/directory-teams.ts';
import type { Policies } from '../core/policy.ts';
import { readPolicyFile } from '../core/policy-file.ts';
import type { Teams } from '../core/teams.ts';
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

/**
 * Owners and teams: of the file named, else of REVLOOP_SLA_DIRECTORY, else undefined. Its faults are said, and then nobody is known (`ok` false).
 * `calendars`: those of the policies, where known.
 */
export const readPeople = (
  named: string | undefined,
  env: NodeJS.ProcessEnv,
  calendars: ReadonlySet<string> | undefined,
): { readonly ok: boolean; readonly people: Teams | undefined } => {
  const path = named ?? env['REVLOOP_SLA_DIRECTORY'];
  if (!path || path === 'none') return { ok: true, people: undefined };
  const file = readTeams(textOfFile(path), calendars);
  if (file.ok) return { ok: true, people: file.teams };
  for (const fault of file.faults) say(`${path}, ${fault}`);
  return { ok: false, people: undefined };
};

/** The policies of a file; undefined where it has faults, which are said. */
export const readPolicies = (path: string): Policies | undefined => {
  const file = readPolicyFile(textOfFile(path), readBeside(path));
  if (file.ok) return file.policies;
  for (const fault of file.faults) say(`${path}, ${fault}`);
  say(`${path} has faults: revloop sla lint says what to do`);
  return undefined;
};
