// The page of a link: a press uses the link up. Whatever only looks at it, as programs that check e-mails do, changes nothing.
import { post, Trouble } from './api.js';
import { byId } from './dom.js';

const token = decodeURIComponent(location.pathname.split('/').pop());

async function pressed(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  byId('trouble').hidden = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    byId('trouble').textContent = error.message;
    byId('trouble').hidden = false;
    if (error.status === 410) offerAnother();
  }
  button.removeAttribute('aria-busy');
}

function offerAnother() {
  entitle('This link no longer works');
  byId('words').hidden = true;
  byId('open').hidden = true;
  byId('again').hidden = false;
  byId('again').focus();
}

function entitle(words) {
  byId('title').textContent = words;
  document.title = `${words}: Convenor`;
}

byId('open').addEventListener('click', (event) =>
  pressed(event.currentTarget, async () => {
    const { messageId } = await post('enter', { token });
    // The link does not stay in the browser's history.
    location.replace(messageId === null ? '/m/' : `/m/#message-${messageId}`);
  }),
);
byId('again').addEventListener('click', (event) =>
  pressed(event.currentTarget, async () => {
    const { said } = await post('again', { token });
    entitle('Look for our e-mail');
    byId('told').textContent = said;
    byId('again').hidden = true;
    byId('title').focus();
  }),
);
