// Names of people and accounts → ids: "Café Müller & Co." becomes "cafe-muller-co".

/** Lower case letters and digits of any script, joined by single hyphens; empty where there are none. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
