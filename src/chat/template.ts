// Card templates: Adaptive Card JSON with `${field}`, `$data` and `$when`, so that Microsoft's Designer opens them with
// their sample. Strict: a field that the data lacks is a fault, and what people typed is never read as a template.
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { Card } from './card.ts';
import type { Json } from './contract.ts';

export interface Template<D> {
  name: string;
  data: z.ZodType<D>;
  (data: D): Card;
}

const known = new Map<string, Template<never>>();

/** Every template that a feature has loaded, for the tests that try all of them on all surfaces. */
export function allTemplates(): Template<never>[] {
  return [...known.values()];
}

/** Load `cards/<name>.json`; the result binds data to it. Throws when data or the bound card break their schema. */
export function template<D>(name: string, data: z.ZodType<D>): Template<D> {
  const source = JSON.parse(readFileSync(new URL(`../../cards/${name}.json`, import.meta.url), 'utf8')) as Json;
  const made = Object.assign(
    (values: D): Card => {
      const parsed = data.parse(values) as Json;
      try {
        return Card.parse(bind(source, { here: parsed, root: parsed }));
      } catch (cause) {
        throw new Error(`The card ${name} cannot be made from its data: ${(cause as Error).message}`, { cause });
      }
    },
    { data },
  );
  Object.defineProperty(made, 'name', { value: name });
  known.set(name, made as unknown as Template<never>);
  return made as Template<D>;
}

interface Scope {
  here: Json;
  root: Json;
}

const NOTHING = Symbol('left out by $when');

/** Put data into a template. Exported for tests; features use `template`. */
export function bind(source: Json, scope: Scope): Json {
  const bound = bindOne(source, scope);
  return bound === NOTHING ? null : bound;
}

function bindOne(source: Json, scope: Scope, isItem = false): Json | typeof NOTHING {
  if (typeof source === 'string') return fill(source, scope);
  if (Array.isArray(source)) return source.flatMap((item) => bindItem(item, scope));
  if (source === null || typeof source !== 'object') return source;
  if (source['$data'] !== undefined && !isItem) throw new Error('$data stands outside a list');
  if (source['$when'] !== undefined && !isTrue(source['$when'], scope)) return NOTHING;
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(source)) {
    if (key === '$when' || key === '$data') continue;
    const made = bindOne(value, scope);
    if (made !== NOTHING) result[key] = made;
  }
  return result;
}

/** An item of a list may repeat itself (`$data`) or leave itself out (`$when`). */
function bindItem(item: Json, scope: Scope): Json[] {
  if (item === null || typeof item !== 'object' || Array.isArray(item) || item['$data'] === undefined) {
    const made = bindOne(item, scope);
    return made === NOTHING ? [] : [made];
  }
  const rows = fill(String(item['$data']), scope);
  if (!Array.isArray(rows)) throw new Error(`$data ${JSON.stringify(item['$data'])} is not a list`);
  return rows.flatMap((here) => {
    const made = bindOne(item, { here, root: scope.root }, true);
    return made === NOTHING ? [] : [made];
  });
}

function isTrue(condition: Json, scope: Scope): boolean {
  const value = typeof condition === 'string' ? fill(condition, scope) : condition;
  if (typeof value !== 'boolean') throw new Error(`$when ${JSON.stringify(condition)} is not true or false`);
  return value;
}

const FIELD = /\$\{([^}]*)\}/g;

/** A string that is one field keeps the field's type; fields within words become text. Values are never read again. */
function fill(text: string, scope: Scope): Json {
  const whole = /^\$\{([^}]*)\}$/.exec(text);
  if (whole) return lookUp(whole[1]!, scope);
  return text.replace(FIELD, (_, path: string) => {
    const value = lookUp(path, scope);
    if (value === null || typeof value === 'object') throw new Error(`\${${path}} is not text`);
    return String(value);
  });
}

function lookUp(path: string, scope: Scope): Json {
  const steps = path.trim().split('.');
  let value: Json | undefined = scope.here;
  if (steps[0] === '$root') {
    value = scope.root;
    steps.shift();
  } else if (steps[0] === '$data') steps.shift();
  for (const step of steps) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, step))
      throw new Error(`the data has no field "${path}"`);
    value = value[step];
    if (value === undefined) throw new Error(`the data has no field "${path}"`);
  }
  return value as Json;
}
