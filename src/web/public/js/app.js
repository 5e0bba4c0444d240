// The page's beginning: who the visitor is, which chat is open, and what to do with news.
import { get, Trouble } from './api.js';
import { openClock } from './clock.js';
import { openComposer } from './composer.js';
import { openDeeds } from './deeds.js';
import { byId, showNews } from './dom.js';
import { openHome } from './home.js';
import { openLog } from './log.js';
import { openMenu } from './menu.js';
import { openPeople } from './people.js';
import { openStream } from './stream.js';
import { openTabs } from './tabs.js';
import { openUnread } from './unread.js';
import { welcome } from './welcome.js';

let now = { as: undefined, in: undefined };
// Whoever just opened the page keeps their focus where the browser put it.
let isFirst = true;

function tell(trouble) {
  byId('trouble').hidden = trouble === '';
  byId('trouble').textContent = trouble;
}

async function start() {
  const { people, channels, clock: time, latestChange } = await get('home');
  const personOf = (id) => people.find((person) => person.personId === id);

  const unread = openUnread(latestChange, count);
  const tabs = openTabs(byId('chat-tabs'), { enter, countOf: unread.count });
  const list = openPeople(byId('people'), { people, channels, choose, enter, countOf: unread.count });
  const menu = openMenu();
  const clock = openClock({ moved: newsInWords });
  // The log calls what people do; what they do shows in the log.
  const deeds = {};
  const log = openLog(byId('log'), {
    press: (...all) => deeds.press(...all),
    pressInSlack: (...all) => deeds.pressInSlack(...all),
  });
  Object.assign(deeds, openDeeds({ where: () => now, heard, tell, log }));
  const composer = openComposer(deeds.say);
  openHome(deeds.say);
  const stream = openStream({
    onMessage: heard,
    onElsewhere: ({ in: chat, id, change, fromConvenor }) => fromConvenor && unread.add(chat, id, change),
    onClock: clock.show,
  });

  function count(chat) {
    list.count(chat);
    tabs.count(chat);
    showNews(byId('menu-news'), unread.total());
  }

  function newsInWords() {
    const chats = [...people, ...channels].filter((one) => unread.count(one.in) > 0).length;
    return chats === 0 ? '' : chats === 1 ? 'One chat has news.' : `${chats} chats have news.`;
  }

  function heard(message) {
    if (message.in !== now.in) {
      if (message.from?.personId !== now.as) unread.add(message.in, message.id, message.change);
      return;
    }
    log.show(message);
    unread.look(message.in, message.change);
  }

  const go = (as, chat) => {
    const hash = `#as=${as}&in=${encodeURIComponent(chat)}`;
    if (location.hash === hash) show();
    else location.hash = hash;
  };
  function choose(id) {
    go(id, `person-${id}`);
  }
  function enter(chat) {
    go(now.as ?? people[0].personId, chat);
  }

  async function show() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const person = personOf(Number(asked.get('as')));
    const chats = person
      ? [{ in: person.in, name: 'My chat' }, ...channels.map((one) => ({ ...one, name: `# ${one.name}` }))]
      : [];
    const chat = chats.find((one) => one.in === asked.get('in')) ?? chats[0];
    const hadTabs = byId('chat-tabs').contains(document.activeElement);

    tell('');
    menu.close();
    byId('welcome').hidden = person !== undefined;
    byId('chat').hidden = person === undefined;
    const isSamePerson = person?.personId === now.as;
    now = { as: person?.personId, in: chat?.in };
    list.mark(now.as, now.in);
    if (!person) {
      document.title = 'Convenor: the demonstration';
      welcome(byId('welcome'), { people, choose });
      isFirst = false;
      return;
    }

    document.title = `${person.name}: Convenor`;
    byId('chat-title').textContent = person.name;
    byId('chat-roles').textContent = person.roles;
    byId('chat-try').textContent = `Try this: ${person.tryThis}`;
    tabs.show(chats, chat.in);
    if (!isSamePerson) composer.clear();

    const { messages, latestChange: latest } = await get(`messages?as=${now.as}&in=${encodeURIComponent(now.in)}`);
    if (now.in !== chat.in || now.as !== person.personId) return;
    log.start(now.as, messages);
    unread.look(now.in, latest);
    stream.listen(now.as, isSamePerson ? 0 : unread.since());
    // Whoever writes already goes on writing.
    const isWriting = byId('composer').contains(document.activeElement);
    if (hadTabs) tabs.focusCurrent();
    else if (isSamePerson || isWriting) composer.focus();
    else if (!isFirst) byId('chat-title').focus({ preventScroll: true });
    isFirst = false;
  }

  clock.show(time);
  addEventListener('hashchange', () => show().catch(failed));
  await show();
}

function failed(error) {
  if (!(error instanceof Trouble)) throw error;
  tell(error.message);
}

start().catch(failed);
