// An event in the native JSON of the HTTP API, as the demo sends it.

export interface NativeJsonEvent {
  readonly type: string;
  readonly event_id: string;
  readonly occurred_at: string;
  readonly account_id?: string;
  readonly contact_id?: string;
  readonly anonymous_id?: string;
  readonly owner_id?: string;
  readonly channel?: string;
  readonly campaign_id?: string;
  readonly content_id?: string;
  readonly opportunity_id?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly reason?: string;
  readonly properties?: Readonly<Record<string, string>>;
}
