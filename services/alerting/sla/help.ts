// What `--help` says: loaded without anything else, so that it comes at once.

export const help = `Usage: revloop sla <command>

Lints, tests and simulates the policies of handoff SLAs.

Commands:
  lint [FILE]      tell faults, gaps, overlaps and what never holds
  test FILE...     run cases: events in, facts expected
  simulate DRAFT   judge stored months by a draft, beside the present policies

revloop sla <command> --help says more.

Examples:
  $ revloop sla lint drafts/policies.yaml
  $ revloop sla test drafts/policies.cases.yaml
  $ revloop sla simulate drafts/policies.yaml --from 90d --as-if-always
`;

export const lintHelp = `Usage: revloop sla lint [FILE] [options]

Reads a policy file (default: the one alerting uses) and tells every fault with its line; then gaps (handoffs that no policy judges),
overlaps, conditions and versions that never hold, answers that never come, owners and teams that nobody knows, hours that are not business
hours beside such that are, calendars that nobody uses or whose holidays run out.

Options:
  --strict          warnings count: exit code 1
  --today DATE      look at it as on that day (default: today)
  --directory FILE  owners and teams there are (default: REVLOOP_SLA_DIRECTORY; without it they are not checked)
  --json            one JSON object
  -h, --help        this text

Exit code 0: nothing, or warnings and notes; 1: errors; 2: called wrongly.

Examples:
  $ revloop sla lint
  $ revloop sla lint drafts/policies.yaml --strict
`;

export const testHelp = `Usage: revloop sla test FILE... [options]

Runs cases of policies: events in, facts expected. Each case is judged as alerting would judge it, with a clock driven from event to
event and from due time to due time; events arrive in the order of their received_at. docs/sla.md says how to write cases.

Options:
  --policies FILE   judge by this policy file instead of the one the cases name
  --directory FILE  owners and teams, instead of the directory the cases name
  --json            one JSON object
  -h, --help        this text

Exit code 0: all pass; 1: a case fails, or a file has faults; 2: called wrongly.

Examples:
  $ revloop sla test services/alerting/policies.cases.yaml
  $ revloop sla test cases/*.yaml --policies drafts/policies.yaml
`;

export const simulateHelp = `Usage: revloop sla simulate DRAFT --from TIME [options]

Judges the stored stage events of a time by the policies of the file DRAFT and prints, policy by policy and beside the present file's
numbers: clocks that started in that time, what became of them by what is known now, median and 90th percentile of the business time
until they were answered, and whose breaches they were. Answers that came after the time count. Nothing is written or told.

Effective dates count as they are written: a version judges the clocks that started while it was, or would have been, in force. With
--as-if-always the newest version of each policy, of both files, judges all of the time; calendars keep their dates.

Options:
  --from TIME      clocks that started then or later: a date, a time with a zone, or 90m, 24h, 7d ago
  --to TIME        and before (default: now)
  --against FILE   the policies to compare with (default: the file alerting uses)
  --as-if-always   ignore the effective dates of policies
  --directory FILE owners and teams, for policies that ask for them (default: REVLOOP_SLA_DIRECTORY)
  --json           one JSON object
  -h, --help       this text

Exit code 0: done; 1: a file has faults, or ClickHouse is away; 2: called wrongly.

Examples:
  $ revloop sla simulate drafts/policies.yaml --from 2026-06-01 --to 2026-09-01 --as-if-always
  $ revloop sla simulate drafts/policies.yaml --from 90d --json | jq .draft.policies
`;
