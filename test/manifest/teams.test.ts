import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { teamsManifest, teamsPackage } from '../../scripts/manifests/teams.ts';
import { fill, manifestFolder } from '../../scripts/manifests/template.ts';
import { zip } from '../../scripts/manifests/zip.ts';
import { understand } from '../../src/chat/grammar.ts';
import { readSettings } from '../../src/config.ts';
import { features } from '../../src/features.ts';
import { problemsOf, schemaCheck } from './schemas.ts';
import { unzip } from './unzip.ts';

const ENVIRONMENT = {
  MicrosoftAppId: '7d3f3f0e-6c0b-4c5e-9a51-5d1c0e0a8f11',
  MicrosoftAppPassword: 'not-a-real-password',
  MicrosoftAppTenantId: '0b8f2a5c-9a0e-4d0f-8f31-3a1c7f1c2d22',
  PUBLIC_URL: 'https://convenor.example/',
  TEAMS_DEVELOPER_NAME: 'Marlowe Council',
  TEAMS_DEVELOPER_URL: 'https://marlowe.example',
  TEAMS_PRIVACY_URL: 'https://marlowe.example/privacy',
  TEAMS_TERMS_URL: 'https://marlowe.example/terms?app=convenor',
};
const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface Manifest {
  manifestVersion: string;
  id: string;
  version: string;
  name: { short: string; full: string };
  description: { short: string; full: string };
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
  icons: { color: string; outline: string };
  accentColor: string;
  supportsChannelFeatures: string;
  bots: {
    botId: string;
    scopes: string[];
    supportsTargetedMessages: boolean;
    commandLists: {
      scopes: string[];
      triggers: string[];
      commands: { title: string; description: string; type?: string }[];
    }[];
  }[];
  validDomains: string[];
}

const manifest = teamsManifest(readSettings(ENVIRONMENT), '0.1.0') as unknown as Manifest;
const bot = manifest.bots[0]!;
const check = schemaCheck('teams-v1.29.schema.json');

describe('the Teams app', () => {
  test('is filled from the settings, with nothing left to fill', () => {
    expect(manifest).toMatchObject({ manifestVersion: '1.29', id: ENVIRONMENT.MicrosoftAppId, version: '0.1.0' });
    expect(bot.botId).toBe(ENVIRONMENT.MicrosoftAppId);
    expect(manifest.developer).toEqual({
      name: 'Marlowe Council',
      websiteUrl: 'https://marlowe.example',
      privacyUrl: 'https://marlowe.example/privacy',
      termsOfUseUrl: 'https://marlowe.example/terms?app=convenor',
    });
    expect(manifest.validDomains).toEqual(['convenor.example']);
    expect(JSON.stringify(manifest)).not.toContain('${');
  });

  test('keeps within the lengths that Teams allows', () => {
    expect(manifest.id).toMatch(GUID);
    expect(manifest.name.short.length).toBeLessThanOrEqual(30);
    expect(manifest.name.full.length).toBeLessThanOrEqual(100);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    expect(manifest.description.full.length).toBeLessThanOrEqual(4000);
    expect(manifest.developer.name.length).toBeLessThanOrEqual(32);
    expect(manifest.accentColor).toMatch(/^#[0-9A-F]{6}$/i);
  });

  test('is heard by a person alone, in a team and in a group chat', () => {
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot.supportsTargetedMessages).toBe(true);
    // Private and shared channels too.
    expect(manifest.supportsChannelFeatures).toBe('tier1');
    expect(bot.commandLists.flatMap((list) => list.scopes)).toEqual(bot.scopes);
  });

  test('offers at most twelve commands at a place, each with a few words about it', () => {
    for (const { commands } of bot.commandLists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
      for (const { title, description } of commands) {
        expect(title.length).toBeLessThanOrEqual(128);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(100);
      }
    }
    expect(bot.commandLists.find((list) => list.scopes.includes('team'))?.triggers).toEqual(['mention', 'slash']);
  });

  const known = features.flatMap((feature) => feature.commands);
  test.each(bot.commandLists.flatMap((list) => list.commands.map(({ title }) => title)))(
    'a menu never offers what the bot does not understand: %s',
    (title) => {
      expect(understand(title, known)).toBeDefined();
      expect(understand(`/${title}`, known)).toBeDefined();
    },
  );

  test.skipIf(!check)('is what Microsoft’s schema 1.29 asks for', () => {
    expect(problemsOf(check!, manifest)).toEqual([]);
    const wrong = structuredClone(manifest);
    wrong.bots[0]!.commandLists[0]!.commands = Array.from({ length: 13 }, () => ({ title: 'help', description: '' }));
    expect(problemsOf(check!, wrong)).toHaveLength(1);
    expect(problemsOf(check!, { ...manifest, id: 'convenor' })).toHaveLength(1);
  });
});

describe('the Teams app package', () => {
  test('holds the manifest and both icons, and nothing else', () => {
    const packed = teamsPackage(readSettings(ENVIRONMENT), '0.1.0');
    const files = unzip(packed);
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect([manifest.icons.color, manifest.icons.outline].every((name) => files.has(name))).toBe(true);
    expect(JSON.parse(files.get('manifest.json')!.toString('utf8'))).toEqual(manifest);
    const icon = readFileSync(path.join(manifestFolder, 'teams/color.png'));
    expect(files.get('color.png')!.equals(icon)).toBe(true);
    expect(teamsPackage(readSettings(ENVIRONMENT), '0.1.0').equals(packed)).toBe(true);
  });

  test('keeps small and large files whole', () => {
    const given = [
      { name: 'empty.txt', data: Buffer.alloc(0) },
      { name: 'short.txt', data: Buffer.from('a') },
      { name: 'folder/long.txt', data: Buffer.from('board '.repeat(50_000)) },
    ];
    const files = unzip(zip(given));
    for (const { name, data } of given) expect(files.get(name)?.equals(data), name).toBe(true);
  });

  test.each([
    ['MicrosoftAppId', { ...ENVIRONMENT, MicrosoftAppId: undefined }],
    ['MicrosoftAppId', { PUBLIC_URL: ENVIRONMENT.PUBLIC_URL }],
    ['TEAMS_DEVELOPER_URL', { ...ENVIRONMENT, TEAMS_DEVELOPER_URL: undefined }],
    ['TEAMS_PRIVACY_URL', { ...ENVIRONMENT, TEAMS_PRIVACY_URL: undefined }],
    ['TEAMS_PRIVACY_URL', { ...ENVIRONMENT, TEAMS_PRIVACY_URL: 'http://marlowe.example/privacy' }],
    ['TEAMS_TERMS_URL', { ...ENVIRONMENT, TEAMS_TERMS_URL: undefined }],
    ['TEAMS_DEVELOPER_NAME', { ...ENVIRONMENT, TEAMS_DEVELOPER_NAME: 'a name that is longer than Teams allows' }],
    ['PUBLIC_URL', { ...ENVIRONMENT, PUBLIC_URL: undefined }],
    ['PUBLIC_URL', { ...ENVIRONMENT, PUBLIC_URL: 'http://convenor.example' }],
  ])('is not made without %s, and the refusal names it', (name, environment) => {
    expect(() => teamsPackage(readSettings(environment), '0.1.0')).toThrow(name);
  });

  test('is not made from a template that asks for something unknown', () => {
    expect(() => fill({ id: '${NOBODY}' }, {})).toThrow('NOBODY');
  });
});
