import { describe, expect, test } from 'vitest';
import { readDirectoryFile, withoutFile, type Telling } from './directory-file.ts';

const secrets: Readonly<Record<string, string>> = {
  SLACK_SALES: 'https://hooks.slack.example/T0/B0/s3cret',
  PAGER_KEY: 'R1',
  HOOK_SECRET: 'whsec_b25l',
  HOOK_SECRET_NEXT: 'whsec_dHdv',
  REVLOOP_SMTP_URL: 'smtp://revloop:s3cret@mail.example:587',
};
const policies = new Set(['mql_decision', 'hand_raiser_decision']);
const read = (text: string) => readDirectoryFile(text, (name) => secrets[name], policies);
const telling = (text: string): Telling => {
  const file = read(text);
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.telling;
};
const faults = (text: string): readonly string[] => {
  const file = read(text);
  return file.ok ? [] : file.faults;
};

const whole = `
channels:
  sales-chat: { kind: slack, url_from: SLACK_SALES, group: { wait_seconds: 30, digest_from: 10, per_minute: 20 } }
  mail-ann: { kind: email, from: revloop@example.com, to: ann@example.com }
  pager: { kind: pagerduty, routing_key_from: PAGER_KEY }
  hook: { kind: webhook, url: https://hooks.example/in, secrets_from: [HOOK_SECRET, HOOK_SECRET_NEXT] }
  alertmanager: { kind: alertmanager, url: 'http://alertmanager:9093' }
owners:
  sam: { name: Sam Smith, team: west }
  ann: { name: Ann Miller, channels: [mail-ann] }
teams:
  west:
    members: [ann]
    channels: [sales-chat]
    escalation: [ann]
    escalate_every_minutes: 30
    paused_until: 2026-06-02T08:00:00+02:00
    quiet_hours:
      time_zone: Europe/Berlin
      escalations_break_through: true
      hours: { saturday: [00:00-24:00], sunday: [00:00-24:00] }
routes:
  - match: { level: [breach, escalation] }
    channels: [team, pager]
    continue: true
    repeat_hours: 24
  - channels: [hook]
    group: { digest_from: 50 }
silences:
  - match: { policy: mql_decision, account: acme }
    until: 2026-06-03
    reason: migration
    by: ann
console_url: https://revloop.example
`;

test('a directory says how people are reached, who they are, and what goes where', () => {
  const { directory, plans, console_url } = telling(whole);
  expect(plans).toEqual([
    { channel_id: 'sales-chat', kind: 'slack', url: secrets['SLACK_SALES'] },
    {
      channel_id: 'mail-ann',
      kind: 'email',
      smtp_url: secrets['REVLOOP_SMTP_URL'],
      from: 'revloop@example.com',
      to: 'ann@example.com',
    },
    { channel_id: 'pager', kind: 'pagerduty', base_url: 'https://events.pagerduty.com', routing_key: 'R1' },
    {
      channel_id: 'hook',
      kind: 'webhook',
      url: 'https://hooks.example/in',
      secrets: ['whsec_b25l', 'whsec_dHdv'],
    },
    { channel_id: 'alertmanager', kind: 'alertmanager', base_url: 'http://alertmanager:9093' },
  ]);
  expect(directory.channels.get('sales-chat')).toEqual({
    channel_id: 'sales-chat',
    gathering: { wait_ms: 30_000, digest_from: 10, per_minute: 20 },
    sending_max: 4,
    digests: true,
    keeps_state: false,
    renews: false,
  });
  expect([...directory.owners.values()].map(({ team }) => team)).toEqual(['west', 'west']);
  expect(directory.teams.get('west')).toMatchObject({
    channels: ['sales-chat'],
    escalation: ['ann'],
    escalate_every_ms: 1_800_000,
    paused_until: Date.UTC(2026, 5, 2, 6),
  });
  expect(directory.routes).toMatchObject([
    {
      match: { level: ['breach', 'escalation'] },
      channels: ['team', 'pager'],
      continues: true,
      repeat_ms: 86_400_000,
    },
    { match: {}, channels: ['hook'], continues: false, gathering: { digest_from: 50 } },
  ]);
  expect(directory.silences[0]).toEqual({
    match: { policy: ['mql_decision'], account: ['acme'] },
    until: Date.UTC(2026, 5, 3),
    reason: 'migration',
    by: 'ann',
  });
  expect(console_url).toBe('https://revloop.example');
});

test('faults are told together, with their lines, and no secret among them', () => {
  const said = faults(
    whole
      .replace('url_from: SLACK_SALES', 'url_from: https://hooks.slack.example/T0/s3cret')
      .replace('routing_key_from: PAGER_KEY', 'routing_key_from: NOWHERE')
      .replace('to: ann@example.com', 'to: everybody')
      .replace('url: https://hooks.example/in', 'url: ftp://s3cret@hooks.example')
      .replace('members: [ann]', 'members: [ann, bob]')
      .replace('Europe/Berlin', 'Europe/Atlantis')
      .replace('level: [breach, escalation]', 'level: [breach, panic]')
      .replace('channels: [team, pager]', 'channels: [team, pagers]')
      .replace('repeat_hours: 24', 'repeat_hours: often')
      .replace('policy: mql_decision', 'policy: mql_decisions')
      .replace('until: 2026-06-03', 'until: soon')
      .replace('    by: ann\n', ''),
  );
  expect(said).toEqual([
    'line 3: channels.sales-chat.url_from must be the name of an environment variable, such as SLACK_URL, that holds it',
    'line 4: channels.mail-ann.to is wrong: "everybody" is not one mailbox like sales@example.com',
    'line 5: channels.pager.routing_key_from needs the environment variable NOWHERE, which is not set',
    'line 6: channels.hook.url is wrong: only http and https URLs are sent to, not ftp:',
    'line 13: teams.west.members[1] "bob" is not one of the owners: sam, ann',
    'line 19: teams.west.quiet_hours.time_zone "Europe/Atlantis" is not a time zone, such as Europe/Berlin',
    'line 23: routes[0].match.level[1] "panic" is not one of the levels: warning, breach, escalation, escalation_2, escalation_3, escalation_4, escalation_5',
    'line 24: routes[0].channels[1] "pagers" is not one of the channels, owner or team: sales-chat, mail-ann, pager, hook, alertmanager, owner, team',
    'line 26: routes[0].repeat_hours must be a whole number from 1',
    'line 30: silences[0] needs by',
    'line 30: silences[0].match.policy "mql_decisions" is not one of the policies: mql_decision, hand_raiser_decision',
    'line 31: silences[0].until "soon" is neither a date nor a time with a zone',
  ]);
  expect(said.join()).not.toContain('s3cret');
});

describe('refused, as it could not be meant', () => {
  const chat = 'channels: { chat: { kind: slack, url_from: SLACK_SALES } }\n';
  test.each([
    [
      'a silence of everything',
      `${chat}routes: [{ channels: [chat] }]\nsilences: [{ match: {}, until: 2026-06-03, reason: r, by: b }]`,
      'matches everything',
    ],
    ['no route', `${chat}routes: []`, 'nobody would be told'],
    [
      'a channel called team',
      'channels: { team: { kind: slack, url_from: SLACK_SALES } }\nroutes: [{ channels: [team] }]',
      'is no name for a channel',
    ],
    [
      'a digest of incidents',
      'channels: { p: { kind: pagerduty, routing_key_from: PAGER_KEY, group: { digest_from: 5 } } }\nroutes: [{ channels: [p] }]',
      'cannot have digest_from',
    ],
    [
      'an escalation to nobody',
      `${chat}owners: { sam: {} }\nteams: { west: { escalation: [sam] } }\nroutes: [{ channels: [chat] }]`,
      'names sam, who has no channels',
    ],
    [
      'a person of two teams',
      `${chat}owners: { sam: { team: east } }\nteams: { west: { members: [sam] }, east: {} }\nroutes: [{ channels: [chat] }]`,
      'sam is in team east already',
    ],
    [
      'quiet without an end',
      `${chat}teams: { west: { quiet_hours: { time_zone: UTC, hours: { ${['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => `${day}: [00:00-24:00]`).join(', ')} } } } }\nroutes: [{ channels: [chat] }]`,
      'quiet all week',
    ],
  ])('%s', (_what, text, why) => {
    expect(faults(text).join()).toContain(why);
  });
});

describe('quiet hours', () => {
  const hours = (time_zone: string, week: string) =>
    telling(
      `channels: { chat: { kind: slack, url_from: SLACK_SALES } }\nteams: { west: { quiet_hours: { time_zone: ${time_zone}, hours: { ${week} } } } }\nroutes: [{ channels: [chat] }]`,
    ).directory.teams.get('west')?.quiet;

  test('go on over midnight until somebody may be told', () => {
    const quiet = hours(
      'Europe/Berlin',
      'friday: [18:00-24:00], saturday: [00:00-24:00], sunday: [00:00-24:00], monday: [00:00-08:00]',
    );
    const monday_8 = Date.UTC(2026, 5, 8, 6);
    expect(quiet?.until(Date.UTC(2026, 5, 5, 15, 59))).toBeUndefined();
    for (const at of [Date.UTC(2026, 5, 5, 16), Date.UTC(2026, 5, 6, 22), monday_8 - 1])
      expect(quiet?.until(at)).toBe(monday_8);
    expect(quiet?.until(monday_8)).toBeUndefined();
    expect(quiet?.longest_ms).toBe(63 * 3_600_000);
  });

  test('follow the clock on the wall when that is changed', () => {
    const quiet = hours('Europe/Berlin', 'sunday: [01:00-08:00]');
    expect(quiet?.until(Date.UTC(2026, 2, 29, 0, 30))).toBe(Date.UTC(2026, 2, 29, 6));
    expect(quiet?.until(Date.UTC(2026, 9, 25, 0, 30))).toBe(Date.UTC(2026, 9, 25, 7));
  });
});

test('without a file everything goes to the webhook, each fact by itself', () => {
  const { directory, plans } = withoutFile({ url: 'https://a.example', secrets: ['s'] });
  expect(plans).toEqual([
    { channel_id: 'webhook', kind: 'webhook', url: 'https://a.example', secrets: ['s'] },
  ]);
  expect(directory.channels.get('webhook')?.gathering).toEqual({
    wait_ms: 0,
    digest_from: Infinity,
    per_minute: Infinity,
  });
  expect(withoutFile(undefined).plans).toEqual([]);
});
