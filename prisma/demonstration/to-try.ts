// What there is to try as it stands in this database: whose chat, which message, and whether it has ended.
import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { ToTry } from '../../src/web/demo.ts';
import { messagesOf, type Standing, whatEnded } from './ended.ts';
import { findStory, type Story } from './story.ts';
import { THINGS } from './things.ts';

/** What a newcomer can try, in the order in which it is offered; nothing without the demonstration. */
export async function toTry(prisma: PrismaClient): Promise<ToTry[]> {
  const story = await findStory(prisma);
  if (!story) return [];
  const cast = await castOf(prisma);
  // Somebody of the cast may have left in the meantime: nobody can be them any more.
  const things = THINGS.filter(({ who }) => who === undefined || cast.has(who));
  const standing = (who: string | undefined, subject: ((story: Story) => string) | undefined): Standing | undefined => {
    const person = who === undefined ? undefined : cast.get(who);
    return person && subject ? { personId: person.id, subject: subject(story) } : undefined;
  };
  const [ended, begins, tells] = await Promise.all([
    whatEnded(prisma, story),
    messagesOf(
      prisma,
      things.map(({ who, subject }) => standing(who, subject)),
    ),
    messagesOf(
      prisma,
      things.map(({ next }) => standing(next?.who, next?.subject)),
    ),
  ]);

  return things.map(({ key, who, role, what, how, ended: words, next }, index): ToTry => {
    const person = who === undefined ? undefined : cast.get(who);
    const told = next && cast.get(next.who);
    return {
      key,
      personId: person?.id ?? null,
      name: person?.name ?? null,
      role,
      what,
      how: how(story),
      messageId: begins[index] ?? null,
      isDone: ended.has(key),
      ended: words,
      next: told
        ? {
            personId: told.id,
            name: told.name,
            role: next.role,
            look: next.look(story),
            messageId: tells[index] ?? null,
          }
        : null,
    };
  });
}

/** Those of the cast whom the things need and who are still here, by the keys of `borough.ts`. */
async function castOf(prisma: PrismaClient): Promise<Map<string, { id: number; name: string }>> {
  const keys = THINGS.flatMap(({ who, next }) => [who, next?.who].flatMap((key) => key ?? []));
  const people = await prisma.person.findMany({
    where: { importKey: { in: keys.map((key) => `${IMPORTED}${key}`) }, leftOn: null },
    select: { id: true, name: true, importKey: true },
  });
  return new Map(people.map(({ importKey, ...person }) => [importKey!.slice(IMPORTED.length), person]));
}

const IMPORTED = 'demonstration-';
