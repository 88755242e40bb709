// Texts of which many equal ones would be kept, such as the names of policy versions on every clock: one is kept of each. For few different ones.
const texts = new Map<string, string>();

export const oneText = (text: string): string => {
  const known = texts.get(text);
  if (known === undefined) texts.set(text, text);
  return known ?? text;
};
