// npm run permissions
// Writes docs/permissions.md anew, after a command or its rule has changed.
import { writeFile } from 'node:fs/promises';
import { features } from '../src/features.ts';
import { permissionsDocument } from './permissions/document.ts';

await writeFile(new URL('../docs/permissions.md', import.meta.url), permissionsDocument(features));
