// Who takes part in a story: contacts of the account and its opportunities, with the stage they are at.

export type ContactStage = 'engaged' | 'mql' | 'accepted';

export interface Contact {
  readonly contact_id: string;
  readonly anonymous_id: string;
  readonly role: string;
  /** Until then the contact is only a visitor with an anonymous id. */
  identified: boolean;
  stage: ContactStage;
}

export interface Opportunity {
  readonly opportunity_id: string;
  readonly contact: Contact;
  readonly owner_id: string;
  cents: number;
  state: 'open' | 'won' | 'lost';
  reopened: boolean;
}
