import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { permissionsDocument } from '../../scripts/permissions/document.ts';
import { features } from '../../src/features.ts';

it('docs/permissions.md says what the rules say; “npm run permissions” writes it anew', async () => {
  const written = await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
  expect(written.replaceAll('\r\n', '\n')).toBe(permissionsDocument(features));
});

it('the document names every command once', () => {
  const document = permissionsDocument(features);
  for (const { typed, help } of features.flatMap((feature) => feature.commands))
    expect(document.split(typed ? `\`${typed.usage}\`` : help.slice(1).replace(/\.$/, '')).length).toBe(2);
});
