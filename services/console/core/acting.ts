// What the page and the API both know about people acting. Pure.

/** What `GET /api/acting` answers. */
export interface Acting {
  readonly can_act: boolean;
  /** '' where they can. */
  readonly why_not: string;
  /** Who is signed in, where a proxy says so; null where people say who they are. */
  readonly signed_in: string | null;
}
