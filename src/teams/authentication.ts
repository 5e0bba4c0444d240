// What is used of Microsoft's SDK: it checks the token of a request and gets the bot's own. A turn of its adapter would do
// both too, and make a client with hidden retries for every message.
import type { Activity as SdkActivity } from 'botbuilder';
import { describe } from '../chat/describe.ts';
import type { TeamsSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';

const CONNECTOR_AUDIENCE = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com/botframework.com';

export interface Authentication {
  /** Check that an activity comes from Microsoft. Rejects with an error that has a `statusCode` when it does not. */
  check(authorization: string, activity: Activity): Promise<void>;
  /** The bot's own token; undefined locally. Kept by the SDK until it is about to expire. */
  token(): Promise<string | undefined>;
}

interface Credentials {
  getToken(): Promise<string>;
}

// The program answers before the SDK is there: loading it takes half as long as all the rest.
const LOAD_AFTER_MS = 500;

/** Check and get tokens with the app's credentials; locally there is nothing to check. The SDK is loaded soon, or when it is needed. */
export function openAuthentication(settings: TeamsSettings, log: Log): Authentication {
  if (settings.isLocal) return { check: async () => undefined, token: async () => undefined };
  let loading: Promise<Authentication> | undefined;
  const loaded = () => {
    loading ??= loadSdk(settings);
    return loading;
  };
  setTimeout(() => {
    loaded().catch((fault) => log.error({ platform: 'teams', err: describe(fault) }, 'the SDK cannot be loaded'));
  }, LOAD_AFTER_MS).unref();
  return {
    check: async (authorization, activity) => (await loaded()).check(authorization, activity),
    token: async () => (await loaded()).token(),
  };
}

async function loadSdk(settings: TeamsSettings): Promise<Authentication> {
  const { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } = await import(
    'botbuilder'
  );
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: settings.appId,
    MicrosoftAppPassword: settings.appPassword,
    MicrosoftAppType: settings.appType,
    MicrosoftAppTenantId: settings.tenantId,
  });
  const authentication = new ConfigurationBotFrameworkAuthentication({}, factory);
  let credentials: Promise<Credentials> | undefined;
  return {
    async check(authorization, activity) {
      await authentication.authenticateRequest(activity as unknown as SdkActivity, authorization);
    },
    async token() {
      credentials ??= factory.createCredentials(
        settings.appId,
        CONNECTOR_AUDIENCE,
        LOGIN,
        true,
      ) as Promise<unknown> as Promise<Credentials>;
      return (await credentials).getToken();
    },
  };
}
