import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads a JSON file, or creates it, for its owner's eyes only: keys, tokens and ports outlive a run as the data do. */
export async function keepJson<T>(file: string, create: () => T | Promise<T>): Promise<T> {
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  }
  const created = await create();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(created), { mode: 0o600 });
  return created;
}
