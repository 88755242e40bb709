// A file the console shows, as the API answers it. Pure; page and API share it.

export type ShownFile<T> =
  | { readonly state: 'not_named' }
  | { readonly state: 'unreadable'; readonly path: string; readonly fault: string }
  /** `changed_at`: ISO 8601 in UTC. */
  | { readonly state: 'read'; readonly path: string; readonly changed_at: string; readonly content: T };
