// The page of somebody who is reached by e-mail: what Convenor said, the newest state of every card, and a field to write in.
import { get, post, Trouble } from './api.js';
import { openComposer } from './composer.js';
import { openDeeds } from './deeds.js';
import { byId } from './dom.js';
import { openHome } from './home.js';
import { openLog } from './log.js';

const LOOK_MS = 2000;

let me;
let after = 0;
let isOver = false;

function tell(trouble) {
  byId('trouble').hidden = trouble === '';
  byId('trouble').textContent = trouble;
}

function failed(error) {
  if (!(error instanceof Trouble)) throw error;
  if (error.status === 401) end();
  tell(error.message);
}

/** Nothing of the person stays on the screen. */
function end() {
  isOver = true;
  byId('chat').hidden = true;
  byId('leave').hidden = true;
  byId('log').replaceChildren();
  byId('chat-title').textContent = 'Your page';
  document.title = 'Your page: Convenor';
}

async function look() {
  if (isOver || document.hidden) return;
  try {
    const { messages, latestChange } = await get(`messages?after=${after}`);
    for (const message of messages) log.show(message);
    after = Math.max(after, latestChange);
    if (byId('trouble').dataset.isLost) tell('');
    delete byId('trouble').dataset.isLost;
  } catch (error) {
    failed(error);
    byId('trouble').dataset.isLost = 'true';
  }
}

const deeds = {};
const log = openLog(byId('log'), {
  press: (...all) => deeds.press(...all),
  pressInSlack: (...all) => deeds.pressInSlack(...all),
});
Object.assign(
  deeds,
  openDeeds({
    where: () => ({ as: me?.personId, in: 'mail' }),
    heard: (message) => log.show(message),
    tell(words) {
      tell(words);
      if (words !== '') void look();
    },
    log,
  }),
);

async function start() {
  const { me: reader, messages, latestChange } = await get('messages');
  me = reader;
  after = latestChange;
  byId('chat-title').textContent = me.name;
  document.title = `${me.name}: Convenor`;
  byId('chat').hidden = false;
  log.start(me.personId, messages);
  openComposer(deeds.say);
  openHome(deeds.say);
  const asked = Number(/^#message-(\d+)$/.exec(location.hash)?.[1]);
  if (!log.begin(asked)) byId('chat-title').focus();
  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
}

byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
byId('leave').addEventListener('click', async () => {
  try {
    await post('leave', {});
    end();
    tell('');
    byId('told').textContent = 'You have left. The link in your next e-mail from Convenor opens your page again.';
    byId('told').focus();
  } catch (error) {
    failed(error);
  }
});
start().catch(failed);
