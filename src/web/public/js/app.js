// The page's beginning: who the visitor is, which chat is open, and what to do with news.
import { get, Trouble } from './api.js';
import { openClock } from './clock.js';
import { openComposer } from './composer.js';
import { openDeeds } from './deeds.js';
import { byId, showNews } from './dom.js';
import { openHome } from './home.js';
import { openLog } from './log.js';
import { openMenu } from './menu.js';
import { openNewcomer } from './newcomer.js';
import { openPeople } from './people.js';
import { openStream } from './stream.js';
import { openTabs } from './tabs.js';
import { openUnread } from './unread.js';

const GREETING = '#what-to-try';

let now = { as: undefined, in: undefined };
// Whoever just opened the page keeps their focus where the browser put it.
let isFirst = true;

function tell(trouble) {
  byId('trouble').hidden = trouble === '';
  byId('trouble').textContent = trouble;
}

async function start() {
  const home = await get('home');
  const { people, channels, clock: time, latestChange } = home;
  const personOf = (id) => people.find((person) => person.personId === id);

  const unread = openUnread(latestChange, count);
  const tabs = openTabs(byId('chat-tabs'), { enter, countOf: unread.count });
  const list = openPeople(byId('people'), { people, channels, choose, enter, countOf: unread.count });
  const menu = openMenu();
  const clock = openClock({ enter: lookAt, moved: () => newcomer.look() });
  // The log calls what people do; what they do shows in the log.
  const deeds = {};
  const log = openLog(byId('log'), {
    press: (...all) => deeds.press(...all),
    pressInSlack: (...all) => deeds.pressInSlack(...all),
  });
  Object.assign(deeds, openDeeds({ where: () => now, heard, tell, log }));
  const composer = openComposer(deeds.say);
  openHome(deeds.say);
  const newcomer = openNewcomer(home, { go: choose, greet, move, put: composer.put });
  const stream = openStream({
    onMessage: heard,
    onElsewhere({ in: chat, id, change, fromConvenor }) {
      newcomer.look();
      if (fromConvenor) unread.add(chat, id, change);
    },
    onClock: clock.show,
  });

  function count(chat) {
    list.count(chat);
    tabs.count(chat);
    showNews(byId('menu-news'), unread.total());
  }

  function heard(message) {
    newcomer.look();
    if (message.in !== now.in) {
      if (message.from?.personId !== now.as) unread.add(message.in, message.id, message.change);
      return;
    }
    log.show(message);
    unread.look(message.in, message.change);
  }

  function go(as, chat, more = {}) {
    const hash = `#${new URLSearchParams({ as, in: chat, ...more })}`;
    if (location.hash === hash) show().catch(failed);
    else location.hash = hash;
  }
  function choose(id, more) {
    go(id, `person-${id}`, more);
  }
  function enter(chat) {
    go(now.as ?? people[0].personId, chat);
  }
  /** Look at any chat: somebody's own as that person. */
  function lookAt(chat) {
    const owner = people.find((person) => person.in === chat);
    if (owner) choose(owner.personId);
    else enter(chat);
  }
  function greet() {
    if (location.hash === GREETING) show().catch(failed);
    else location.hash = GREETING;
  }
  function move() {
    menu.open();
    document.querySelector('[data-move]').focus();
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
    newcomer.enter(person, asked);
    if (!person) {
      document.title = 'Convenor: the demonstration';
      if (!isFirst) byId('welcome-title').focus();
      isFirst = false;
      return;
    }

    document.title = `${person.name}: Convenor`;
    byId('chat-title').textContent = person.name;
    byId('chat-roles').textContent = person.roles;
    tabs.show(chats, chat.in);
    if (!isSamePerson) composer.clear();

    const { messages, latestChange: latest } = await get(`messages?as=${now.as}&in=${encodeURIComponent(now.in)}`);
    if (now.in !== chat.in || now.as !== person.personId) return;
    log.start(now.as, messages);
    unread.look(now.in, latest);
    stream.listen(now.as, isSamePerson ? 0 : unread.since());
    const messageId = await newcomer.messageFor(asked);
    if (now.in !== chat.in || now.as !== person.personId) return;
    settle({ messageId, isForThing: asked.has('try'), hadTabs, isSamePerson });
    isFirst = false;
  }

  /** Where the focus goes in a chat that was just opened. */
  function settle({ messageId, isForThing, hadTabs, isSamePerson }) {
    // Whoever writes already goes on writing.
    const isWriting = byId('composer').contains(document.activeElement);
    if (isWriting) composer.focus();
    // The thing at hand, with its buttons next for the Tab key, or the words to type.
    else if (messageId !== undefined && log.begin(messageId)) return;
    else if (isForThing && newcomer.focusProposal()) return;
    else if (hadTabs) tabs.focusCurrent();
    else if (isSamePerson) composer.focus();
    else if (!isFirst) byId('chat-title').focus({ preventScroll: true });
  }

  // The address says who the visitor is, so the link must not change it.
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    menu.close();
    byId('main').focus();
  });
  clock.show(time);
  addEventListener('hashchange', () => show().catch(failed));
  await show();
}

function failed(error) {
  if (!(error instanceof Trouble)) throw error;
  tell(error.message);
}

start().catch(failed);
