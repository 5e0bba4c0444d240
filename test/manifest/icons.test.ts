import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { colourIcon, outlineIcon } from '../../scripts/manifests/icons.ts';
import { manifestFolder } from '../../scripts/manifests/template.ts';
import { type Picture, readPng } from './unpng.ts';

test('the icons in the folder are the ones that the script draws', () => {
  for (const [name, drawn] of [
    ['color.png', colourIcon()],
    ['outline.png', outlineIcon()],
  ] as const) {
    const { width, height, pixels } = icon(name);
    expect([name, width, height]).toEqual([name, drawn.size, drawn.size]);
    expect(pixels.equals(drawn.pixels), name).toBe(true);
  }
});

test('the colour icon is 192 pixels a side and leaves nothing transparent', () => {
  const picture = icon('color.png');
  expect([picture.width, picture.height]).toEqual([192, 192]);
  expect(points(picture).every(([, , , opacity]) => opacity === 255)).toBe(true);
});

test('the outline icon is 32 pixels a side, white, on nothing', () => {
  const picture = icon('outline.png');
  expect([picture.width, picture.height]).toEqual([32, 32]);
  const seen = points(picture).filter(([, , , opacity]) => opacity! > 0);
  expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
  expect(seen.length).toBeGreaterThan(100);
  expect(points(picture).filter(([, , , opacity]) => opacity === 0).length).toBeGreaterThan(100);
});

function icon(name: string): Picture {
  return readPng(readFileSync(path.join(manifestFolder, 'teams', name)));
}

function points({ pixels }: Picture): number[][] {
  return Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.subarray(at * 4, at * 4 + 4)]);
}
