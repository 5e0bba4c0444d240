// The icon: a round table seen from above, with six seats.
import { type Colour, type Drawing, draw, png } from './png.ts';

const WHITE: Colour = [1, 1, 1, 1];
const NOTHING: Colour = [0, 0, 0, 0];
// The colour of the local page's icon, #14536B.
const TEAL: Colour = [0x14 / 255, 0x53 / 255, 0x6b / 255, 1];

/** White on teal, 192 pixels a side; the table keeps to the middle, since Teams cuts the corners round. */
export function colourIcon() {
  return { size: 192, pixels: draw(192, table({ scale: 38, line: 2.4, behind: TEAL })) };
}

/** White on nothing, 32 pixels a side. */
export function outlineIcon() {
  return { size: 32, pixels: draw(32, table({ scale: 28, line: 2, behind: NOTHING })) };
}

/** The files of the Teams package, by name. */
export function iconFiles(): Record<'color.png' | 'outline.png', Buffer> {
  const [colour, outline] = [colourIcon(), outlineIcon()];
  return {
    'color.png': png(colour.size, colour.pixels),
    'outline.png': png(outline.size, outline.pixels),
  };
}

const TABLE = 5;
const SEAT = 2.3;
const SEATS_AT = 9.8;

/** `scale`: how many of the table's own units, of which it is 24 wide, a side of the picture has. */
function table({ scale, line, behind }: { scale: number; line: number; behind: Colour }): Drawing {
  const seats = Array.from({ length: 6 }, (_, seat) => {
    const angle = (seat * Math.PI) / 3;
    return [Math.sin(angle) * SEATS_AT, Math.cos(angle) * SEATS_AT] as const;
  });
  return (x, y) => {
    const [across, down] = [(x - 0.5) * scale, (y - 0.5) * scale];
    const isTable = Math.abs(Math.hypot(across, down) - TABLE) <= line / 2;
    const isSeat = seats.some(([right, low]) => Math.hypot(across - right, down - low) <= SEAT);
    return isTable || isSeat ? WHITE : behind;
  };
}
