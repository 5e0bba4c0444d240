// The platforms' own schemas are not part of the project; where they lie beside it, the manifests are checked against them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';

const FOLDER = path.join(import.meta.dirname, '../../../shared/reference/schemas');

/** A checker for one of the platforms' schemas, or undefined, said aloud, where the schema is not there. */
export function schemaCheck(name: string): ValidateFunction | undefined {
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) {
    console.warn(`No ${name} beside the project: only the project's own checks of the manifest run.`);
    return undefined;
  }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile(fromDraft4(JSON.parse(readFileSync(file, 'utf8'))) as AnySchemaObject);
}

/** What a check found, a line each. */
export function problemsOf(check: ValidateFunction, value: unknown): string[] {
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

// Ajv 8 knows JSON Schema from draft 6 on: what draft 4 says otherwise is said anew, but not the properties of things that
// happen to have such a name.
function fromDraft4(schema: unknown, isNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((part) => fromDraft4(part));
  if (typeof schema !== 'object' || schema === null) return schema;
  const next: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    const hasNames = !isNames && ['properties', 'patternProperties', 'definitions', 'dependencies'].includes(key);
    next[key] = !isNames && ['enum', 'default', 'const'].includes(key) ? value : fromDraft4(value, hasNames);
  }
  if (isNames) return next;
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof next[exclusive] !== 'boolean') continue;
    if (next[exclusive]) next[exclusive] = next[bound];
    else delete next[exclusive];
    if (next[exclusive] !== undefined) delete next[bound];
  }
  if (typeof next['id'] === 'string') {
    next['$id'] = next['id'];
    delete next['id'];
  }
  delete next['$schema'];
  return next;
}
