// ISO 4217: which codes exist and how many decimals the minor unit has.

/** Currencies whose minor unit is not 1/100, by decimals (ISO 4217 list one). `views/*.sql` repeat this table; a test compares. */
export const minorDigitsExceptions: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

const known = new Set([...Intl.supportedValuesOf('currency'), ...minorDigitsExceptions.keys()]);

export const isCurrency = (code: string): boolean => known.has(code);

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (code: string): number => minorDigitsExceptions.get(code) ?? 2;
