import { expect, test } from 'vitest';
import type { Money } from '../../core/sla-rows.ts';
import { riskTotal } from './risk-total.ts';

const row = (account_id: string, ...at_risk: Money[]) => ({
  account_id,
  contact_id: 'c',
  at_risk,
  risk_basis: 'open_pipeline' as const,
});
const euros = (amount: string): Money => ({ currency: 'EUR', amount });

test('an account counts once, however many of its handoffs are late', () => {
  expect(riskTotal([row('a', euros('10.1')), row('a', euros('10.1')), row('b', euros('0.0001'))])).toEqual([
    euros('10.1001'),
  ]);
});

test('currencies are never added up', () => {
  expect(riskTotal([row('a', euros('5'), { currency: 'USD', amount: '7.5' }), row('b')])).toEqual([
    { currency: 'USD', amount: '7.5000' },
    euros('5.0000'),
  ]);
});
