// A manifest is a JSON template whose `${NAME}` placeholders are filled from the settings.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/chat/contract.ts';

/** Where the templates and icons are. */
export const manifestFolder = path.join(import.meta.dirname, '../../manifest');

/** Read a template: `teams/manifest.template.json`. */
export function readTemplate(name: string): Json {
  return JSON.parse(readFileSync(path.join(manifestFolder, name), 'utf8'));
}

/** Put the values in their places. Refuses a placeholder that has no value, so that none reaches an administrator. */
export function fill<T extends Json>(template: T, values: Record<string, string>): T {
  return fillJson(template, values) as T;
}

function fillJson(json: Json, values: Record<string, string>): Json {
  if (typeof json === 'string') return json.replace(/\$\{(\w+)\}/g, (_, name: string) => valueNamed(name, values));
  if (Array.isArray(json)) return json.map((item) => fillJson(item, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, fillJson(value, values)]));
}

function valueNamed(name: string, values: Record<string, string>): string {
  const value = values[name];
  if (value === undefined) throw new Error(`The manifest template asks for ${name}, which has no value.`);
  return value;
}
