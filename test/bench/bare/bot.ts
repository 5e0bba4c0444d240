// A bare CloudAdapter bot that answers a constant, by a message or in place: what Microsoft's SDK costs when nothing is done.
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
} from 'botbuilder';
import express from 'express';

class Bot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context) => {
      await context.sendActivity('Everything is fine.');
    });
  }

  protected override async onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Everything is fine.' as unknown as Record<string, unknown>,
    };
  }
}

const bot = new Bot();
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const app = express();
app.post('/api/messages', express.json(), (request, response) =>
  adapter.process(request, response, (context) => bot.run(context)),
);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`);
});
