// A bare Bolt HTTP app that answers a constant: what Slack's SDK costs when nothing is done.
import { App } from '@slack/bolt';
import { SLACK_SECRET } from '../cast.ts';

const app = new App({
  signingSecret: SLACK_SECRET,
  authorize: async () => ({ botToken: 'xoxb-bench' }),
  convoStore: false,
});
app.command('/board', async ({ ack }) => ack({ response_type: 'ephemeral', text: 'Everything is fine.' }));
const server = await app.start({ port: 0, host: '127.0.0.1' });
const address = server.address();
console.log(`listening ${typeof address === 'object' ? address?.port : ''}`);
