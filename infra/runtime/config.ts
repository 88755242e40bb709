// Settings: REVLOOP_* environment variables → one typed, frozen object; all faults are reported together.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SurroundingsError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The project's root: the folder that holds `infra/`. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the embedded stack keeps data, logs and secrets. */
export const homeOf = (env: Environment): string =>
  resolve(env['REVLOOP_HOME'] ?? join(projectRoot, '.revloop'));

/** Reads settings one by one and remembers every fault, so that a wrong environment is told whole. */
export class SettingsReader {
  readonly #env: Environment;
  readonly #faults: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** A text; without a default it is required. */
  text(name: string, byDefault?: string): string {
    const value = this.#env[name] || byDefault;
    if (value === undefined) this.#faults.push(`${name} is not set`);
    return value ?? '';
  }

  list(name: string, byDefault: string): readonly string[] {
    return this.text(name, byDefault)
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  }

  /** A whole number within [min, max]. */
  integer(name: string, byDefault: number, { min, max }: { min: number; max: number }): number {
    const text = this.#env[name] || String(byDefault);
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      this.#faults.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
    return value;
  }

  port(name: string, byDefault: number): number {
    return this.integer(name, byDefault, { min: 0, max: 65_535 });
  }

  flag(name: string, byDefault: boolean): boolean {
    const text = this.#env[name] || String(byDefault);
    if (text !== 'true' && text !== 'false')
      this.#faults.push(`${name} must be true or false, not "${text}"`);
    return text === 'true';
  }

  oneOf<T extends string>(name: string, choices: readonly T[], byDefault: T): T {
    const text = this.#env[name] || byDefault;
    if (!choices.includes(text as T))
      this.#faults.push(`${name} must be one of ${choices.join(', ')}, not "${text}"`);
    return text as T;
  }

  url(name: string, byDefault: string): string {
    const text = this.text(name, byDefault);
    if (!URL.canParse(text)) this.#faults.push(`${name} is not a URL: "${text}"`);
    return text.replace(/\/$/, '');
  }

  /** A secret from the environment, else from the file the embedded stack made. */
  secret(name: string, file: string): string {
    const path = join(homeOf(this.#env), 'secrets', file);
    const value = this.#env[name] || (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');
    if (!value)
      this.#faults.push(
        `${name} is not set and there is no ${path}: set it, or start the embedded stack, which makes it`,
      );
    return value;
  }

  /** As `secret`, for what works without it; undefined where there is none. */
  optionalSecret(name: string, file: string): string | undefined {
    const path = join(homeOf(this.#env), 'secrets', file);
    return this.#env[name] || (existsSync(path) ? readFileSync(path, 'utf8').trim() : '') || undefined;
  }

  /** Records a fault that a caller found itself. */
  fault(text: string): void {
    this.#faults.push(text);
  }

  /** Ends the reading. Throws one error that lists every fault. */
  done<T extends object>(settings: T): Readonly<T> {
    if (this.#faults.length > 0)
      throw new SurroundingsError('bad_settings', `settings: ${this.#faults.join('; ')}`, {
        retriable: false,
      });
    return Object.freeze(settings);
  }
}
