// The name people give themselves, remembered by this browser; where it may not remember, for this page.
const key = 'revloop-actor';
let remembered = '';

export const readActor = (): string => {
  try {
    return localStorage.getItem(key) ?? remembered;
  } catch {
    return remembered;
  }
};

export const rememberActor = (name: string): void => {
  remembered = name;
  try {
    localStorage.setItem(key, name);
  } catch {
    // A browser that keeps nothing still lets people act.
  }
};
