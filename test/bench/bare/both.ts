// A bare app that loads both SDKs and Prisma, and answers one signed command after one query: what a start costs anybody.
import { App, ExpressReceiver } from '@slack/bolt';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import { openDatabase } from '../../../src/store/database.ts';
import { SLACK_SECRET } from '../cast.ts';

const { prisma } = openDatabase({ connection: process.env['DATABASE_URL']! });
const receiver = new ExpressReceiver({ signingSecret: SLACK_SECRET });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }), convoStore: false });
app.command('/board', async ({ ack }) => ack(`There are ${await prisma.school.count()} schools.`));
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
receiver.router.post('/api/messages', express.json(), (request, response) =>
  adapter.process(request, response, async (context) => void (await context.sendActivity('Everything is fine.'))),
);
const server = await app.start({ port: 0, host: '127.0.0.1' });
const address = server.address();
console.log(`listening ${typeof address === 'object' ? address?.port : ''}`);
