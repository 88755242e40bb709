// The event that load benchmarks send: what an emitter of web touches sends, 14 fields, about 400 bytes of JSON.

const channels = ['email', 'paid_search', 'webinar', 'linkedin', 'organic_search', 'direct'] as const;

/** JSON text of one event. `run` and `index` make its id; one of 5,000 accounts is touched. */
export const eventJson = (run: string, index: number, occurred_at: string): string =>
  `{"type":"content_viewed","event_id":"${run}-${index}","occurred_at":"${occurred_at}",` +
  `"account_id":"account-${index % 5_000}","contact_id":"contact-${index % 20_000}","anonymous_id":"visitor-${index % 50_000}",` +
  `"owner_id":"owner-${index % 40}","channel":"${channels[index % channels.length]}","campaign_id":"campaign-${index % 200}",` +
  `"content_id":"https://example.com/papers/${index % 300}","properties":{"referrer":"https://example.com/search","device":"desktop","country":"DE","page_version":"${index % 3}"}}`;
