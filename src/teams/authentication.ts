// What is used of Microsoft's SDK: it gets the bot's own token, with a secret or as a managed identity. What comes in is
// checked without it (token.ts), and what goes out is sent without it (wire.ts).
import { describe } from '../chat/describe.ts';
import type { TeamsSettings } from '../config.ts';
import type { Log } from '../log.ts';

const CONNECTOR_AUDIENCE = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com/botframework.com';

export interface Authentication {
  /** The bot's own token; undefined locally. Kept by the SDK until it is about to expire. */
  token(): Promise<string | undefined>;
}

interface Credentials {
  getToken(): Promise<string>;
}

// The program answers before the SDK is there: loading it takes half as long as all the rest.
const LOAD_AFTER_MS = 500;

/** Get tokens with the app's credentials; locally there are none. The SDK is loaded soon, or when it is needed. */
export function openAuthentication(settings: TeamsSettings, log: Log): Authentication {
  if (settings.isLocal) return { token: async () => undefined };
  let loading: Promise<Authentication> | undefined;
  const loaded = () => {
    loading ??= loadSdk(settings);
    return loading;
  };
  setTimeout(() => {
    loaded().catch((fault) => log.error({ platform: 'teams', err: describe(fault) }, 'the SDK cannot be loaded'));
  }, LOAD_AFTER_MS).unref();
  return { token: async () => (await loaded()).token() };
}

async function loadSdk(settings: TeamsSettings): Promise<Authentication> {
  const { ConfigurationServiceClientCredentialFactory } = await import('botbuilder');
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: settings.appId,
    MicrosoftAppPassword: settings.appPassword,
    MicrosoftAppType: settings.appType,
    MicrosoftAppTenantId: settings.tenantId,
  });
  let credentials: Promise<Credentials> | undefined;
  return {
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
