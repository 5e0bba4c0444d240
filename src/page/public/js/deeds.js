// Saying and pressing, for whoever the visitor is now.
import { post, Trouble } from './api.js';

export function openDeeds({ where, heard, tell, log }) {
  async function send(path, body) {
    const { as, in: chat } = where();
    tell('');
    try {
      const answer = await post(path, { as, in: chat, ...body });
      if (where().as === as && where().in === chat) for (const message of answer.messages) heard(message);
      return answer;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      tell(error.message);
      return undefined;
    }
  }

  function settle(answer, pressed) {
    const isSent = answer.outcome === 'done' && !answer.fieldErrors;
    if (isSent) log.finish(pressed.id);
    const others = answer.messages.filter((message) => message.id !== pressed.id);
    const form = others.find((message) => message.card?.kind === 'form');
    log.focus((form ?? others.at(-1) ?? pressed).id);
  }

  async function press(message, action, input) {
    const answer = await send('press', { action, token: message.card.token, input, messageId: message.id });
    if (!answer) return undefined;
    if (answer.fieldErrors) return { fieldErrors: answer.fieldErrors, said: answer.said };
    settle(answer, message);
    return undefined;
  }

  return {
    press,
    /** Slack's buttons that hold a form open it in a window; here it comes as the next message. */
    async pressInSlack(message, part) {
      const button = findButton(message.card.adaptive, part);
      if (button?.url) window.open(button.url, '_blank', 'noopener,noreferrer');
      else if (button?.isForm) {
        const answer = await send('open', { action: button.id, token: message.card.token });
        if (answer) settle(answer, message);
      } else if (button) await press(message, button.id, {});
      else tell('That part of the Slack view can only be looked at. Press it on the card itself.');
    },
    /** Say something; true when it arrived. */
    async say(text) {
      const answer = await send('say', { text });
      if (!answer) return false;
      const form = answer.messages.find((message) => message.card?.kind === 'form');
      log.toEnd();
      if (form) log.focus(form.id);
      return true;
    },
  };
}

// The blocks name the same actions as the card, with their place in front so that they are unique; links have only words.
function findButton({ actions = [] }, part) {
  const named = actions.map((action) => {
    const isForm = action.type === 'Action.ShowCard';
    return { id: isForm ? action.card.actions[0].id : action.id, isForm, title: action.title, url: action.url };
  });
  const id = part.action_id?.replace(/^\d+-/, '');
  return (
    named.find((button) => button.id !== undefined && button.id === id) ??
    named.find((button) => button.title === part.text?.text)
  );
}
