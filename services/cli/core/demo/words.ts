// The small vocabulary of the demo: accounts, people, channels with their content, reasons.

const accountHeads =
  'alpen amber arctic aster atlas baltic beacon birch borealis cedar cobalt copper coral delta ember falcon fjord granite harbor helio iris juniper kestrel lagoon lumen meridian nordic opal orion pine quartz rhein saffron solstice tidal vertex'.split(
    ' ',
  );
const accountTails =
  'analytics automation bank biotech cargo ceramics cloud devices dynamics energy foods foundry freight gears glass insurance labs logistics marine medical metals mobility networks optics paper pharma polymers robotics sensors software steel systems textiles tools'.split(
    ' ',
  );

/** Every head with every tail. */
export const accountNames: readonly string[] = accountHeads.flatMap((head) =>
  accountTails.map((tail) => `${head}-${tail}`),
);

export const givenNames =
  'aiko amira anna bao carla chen daria david elena emil fatima felix grace hugo ines ivan jonas julia kofi lara leo lin mara marco mei nadia nils noor omar paula priya rafael sara tariq theo uma vera wei yara zoe'.split(
    ' ',
  );
export const familyNames =
  'adeyemi almeida bauer berg castillo chen costa demir dubois eriksen fischer garcia haddad hansen ito jansen kaya keller kim kowalski laurent lehmann li mehta moreau nguyen novak okafor olsen patel petrov rossi santos schmid silva suzuki tanaka vogel wang weber'.split(
    ' ',
  );
export const sectors = ['manufacturing', 'logistics', 'health', 'finance', 'software', 'energy', 'retail'];
export const roles = ['it', 'operations', 'finance', 'purchasing', 'management'];

/** Who works on our side. */
export const qualifiers = ['sdr-ana', 'sdr-ben', 'sdr-chloe', 'sdr-dimitri', 'sdr-emre'];
export const sellers = ['ae-frida', 'ae-goran', 'ae-hana', 'ae-isaac', 'ae-jing', 'ae-kwame'];

export interface Channel {
  readonly campaigns: readonly string[];
  readonly contents: readonly string[];
}

export const channels = {
  organic_search: {
    campaigns: [],
    contents: ['blog/loop-rate', 'blog/handoff-sla', 'guide/attribution', 'pricing'],
  },
  paid_search: {
    campaigns: ['search-brand', 'search-category'],
    contents: ['landing/demo', 'landing/compare'],
  },
  linkedin: {
    campaigns: ['li-operations', 'li-finance'],
    contents: ['post/benchmark', 'paper/state-of-b2b'],
  },
  webinar: {
    campaigns: ['webinar-spring', 'webinar-autumn'],
    contents: ['webinar/forecasting', 'webinar/handoffs'],
  },
  email: {
    campaigns: ['nurture-monthly', 'nurture-trial'],
    contents: ['mail/case-study', 'mail/checklist', 'mail/roi'],
  },
  events: { campaigns: ['hannover-fair', 'saas-summit'], contents: ['booth/demo', 'talk/closed-loop'] },
  direct: { campaigns: [], contents: ['home', 'docs', 'pricing'] },
  partner: { campaigns: ['partner-referral'], contents: ['partner/solution-brief', 'partner/workshop'] },
} as const satisfies Readonly<Record<string, Channel>>;

export type ChannelName = keyof typeof channels;

/** How buyers who don't know us yet find us, and how those who do come back. */
export const channelWeights: Readonly<Record<'new' | 'known', Readonly<Record<ChannelName, number>>>> = {
  new: {
    organic_search: 30,
    paid_search: 24,
    linkedin: 20,
    webinar: 6,
    email: 0,
    events: 8,
    direct: 6,
    partner: 6,
  },
  known: {
    organic_search: 12,
    paid_search: 8,
    linkedin: 12,
    webinar: 14,
    email: 28,
    events: 6,
    direct: 16,
    partner: 4,
  },
};

export const rejectReasons = [
  'no_budget',
  'not_a_fit',
  'no_authority',
  'bad_timing',
  'wrong_contact_data',
  'unreachable',
];
export const recycleReasons = ['bad_timing', 'no_response', 'project_postponed', 'needs_nurturing'];
export const lossReasons = ['competitor', 'price', 'no_decision', 'missing_feature', 'budget_frozen'];
