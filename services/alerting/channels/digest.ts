// Any text → 43 characters of A-Z a-z 0-9 - _ that stand for it where its own don't fit.
import { createHash } from 'node:crypto';

/** SHA-256, base64url. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
