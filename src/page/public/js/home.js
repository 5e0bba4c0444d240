import { byId } from './dom.js';

/** The button that asks what is waiting, as typing "home" does. */
export function openHome(say) {
  const button = byId('chat-home');
  let isAsking = false;

  button.addEventListener('click', async () => {
    if (isAsking) return;
    isAsking = true;
    await say('home');
    isAsking = false;
  });
}
