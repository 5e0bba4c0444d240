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
  let read: Part | undefined;
  const made = Object.assign(
    (values: D): Card => {
      const parsed = data.parse(values) as Json;
      try {
        read ??= readPart(source);
        return Card.parse(orNull(read({ here: parsed, root: parsed })));
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
type Bound = Json | typeof NOTHING;

/** A piece of a template that was read once, and is given data again and again. */
type Part = (scope: Scope) => Bound;

/** Put data into a template. Exported for tests; features use `template`. */
export function bind(source: Json, scope: Scope): Json {
  return orNull(readPart(source)(scope));
}

function orNull(bound: Bound): Json {
  return bound === NOTHING ? null : bound;
}

function readPart(source: Json): Part {
  if (typeof source === 'string') return readText(source);
  if (Array.isArray(source)) return readList(source);
  if (source === null || typeof source !== 'object') return () => source;
  if (source['$data'] !== undefined)
    return () => {
      throw new Error('$data stands outside a list');
    };
  return readObject(source);
}

function readObject(source: { [key: string]: Json }): Part {
  const isShown = source['$when'] === undefined ? undefined : readCondition(source['$when']);
  const fields = Object.entries(source)
    .filter(([key]) => key !== '$when' && key !== '$data')
    .map(([key, value]) => [key, readPart(value)] as const);
  return (scope) => {
    if (isShown && !isShown(scope)) return NOTHING;
    const result: Record<string, Json> = {};
    for (const [key, part] of fields) {
      const made = part(scope);
      if (made !== NOTHING) result[key] = made;
    }
    return result;
  };
}

/** An item of a list may repeat itself (`$data`) or leave itself out (`$when`). */
function readList(source: Json[]): Part {
  const items = source.map((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item) || item['$data'] === undefined)
      return { part: readPart(item) };
    return { part: readObject(item), rows: readText(String(item['$data'])), name: JSON.stringify(item['$data']) };
  });
  return (scope) => {
    const result: Json[] = [];
    const add = (made: Bound) => made === NOTHING || result.push(made);
    for (const { part, rows, name } of items) {
      const found = rows?.(scope);
      if (rows === undefined) add(part(scope));
      else if (!Array.isArray(found)) throw new Error(`$data ${name} is not a list`);
      else for (const here of found) add(part({ here, root: scope.root }));
    }
    return result;
  };
}

function readCondition(condition: Json): (scope: Scope) => boolean {
  const part = typeof condition === 'string' ? readText(condition) : () => condition;
  return (scope) => {
    const value = part(scope);
    if (typeof value !== 'boolean') throw new Error(`$when ${JSON.stringify(condition)} is not true or false`);
    return value;
  };
}

const FIELD = /\$\{([^}]*)\}/g;

/** A string that is one field keeps the field's type; fields within words become text. Values are never read again. */
function readText(text: string): Part {
  const whole = /^\$\{([^}]*)\}$/.exec(text);
  if (whole) return readField(whole[1]!);
  // Words and the names of fields in turn, beginning and ending with words.
  const pieces = text.split(FIELD);
  if (pieces.length === 1) return () => text;
  const parts = pieces.map((piece, index) => (index % 2 === 0 ? () => piece : readWord(piece)));
  return (scope) => parts.reduce((words, part) => words + part(scope), '');
}

function readWord(path: string): (scope: Scope) => string {
  const field = readField(path);
  return (scope) => {
    const value = field(scope);
    if (value === null || typeof value === 'object') throw new Error(`\${${path}} is not text`);
    return String(value);
  };
}

function readField(path: string): (scope: Scope) => Json {
  const steps = path.trim().split('.');
  const isFromRoot = steps[0] === '$root';
  if (isFromRoot || steps[0] === '$data') steps.shift();
  const missing = () => new Error(`the data has no field "${path}"`);
  return ({ here, root }) => {
    let value: Json | undefined = isFromRoot ? root : here;
    for (const step of steps) {
      if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, step))
        throw missing();
      value = value[step];
      if (value === undefined) throw missing();
    }
    return value;
  };
}
