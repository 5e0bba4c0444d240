// The settings of Teams: all that it needs, or none.
import { type Environment, SettingError } from './config-environment.ts';

export interface TeamsSettings {
  /** Empty while `isLocal`: then nobody is authenticated and only the loopback is heard. */
  appId: string;
  appPassword: string;
  appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string;
  /** The tenants whose people are heard: the app's own, and those that were named. */
  tenants: string[];
  isLocal: boolean;
}

/** Who offers the app, as Teams shows it to everybody who looks at it; needed for the package alone. */
export interface TeamsListing {
  name: string;
  websiteUrl: string | undefined;
  privacyUrl: string | undefined;
  termsUrl: string | undefined;
}

/** What the variables say of Teams; undefined without them. Throws a SettingError for half of a configuration. */
export function teamsSettings(env: Environment): TeamsSettings | undefined {
  const isLocal = env.TEAMS_LOCAL === '1';
  const others = (
    ['MicrosoftAppPassword', 'MicrosoftAppType', 'MicrosoftAppTenantId', 'TEAMS_TENANTS'] as const
  ).filter((name) => env[name] !== undefined);
  if (env.MicrosoftAppId === undefined) {
    if (others.length > 0)
      throw new SettingError(
        `MicrosoftAppId is missing. Copy the Application (client) ID from your app registration's Overview page, or unset ${others.join(' and ')} to run without Teams.`,
      );
    return isLocal
      ? { appId: '', appPassword: '', appType: 'MultiTenant', tenantId: '', tenants: [], isLocal }
      : undefined;
  }
  if (isLocal)
    throw new SettingError(
      'TEAMS_LOCAL must not be 1 together with MicrosoftAppId: choose local trials or real Teams.',
    );
  const appType = env.MicrosoftAppType ?? 'SingleTenant';
  if (appType === 'UserAssignedMSI' && env.MicrosoftAppPassword !== undefined)
    throw new SettingError('MicrosoftAppPassword must not be set with MicrosoftAppType=UserAssignedMSI; unset it.');
  if (appType !== 'UserAssignedMSI' && env.MicrosoftAppPassword === undefined)
    throw new SettingError(
      "MicrosoftAppPassword is missing. Make a client secret on your app registration's Certificates & secrets page, or unset MicrosoftAppId to run without Teams.",
    );
  if (appType !== 'MultiTenant' && env.MicrosoftAppTenantId === undefined)
    throw new SettingError(
      `MicrosoftAppTenantId is missing. Copy the Directory (tenant) ID from your app registration's Overview page: MicrosoftAppType=${appType} needs it.`,
    );
  const tenants = [env.MicrosoftAppTenantId ?? [], env.TEAMS_TENANTS ?? []].flat();
  if (tenants.length === 0)
    throw new SettingError(
      'TEAMS_TENANTS is missing. With MicrosoftAppType=MultiTenant, name the Directory (tenant) IDs of the organisations whose people Convenor hears, with commas between them.',
    );
  return {
    appId: env.MicrosoftAppId,
    appPassword: env.MicrosoftAppPassword ?? '',
    appType,
    tenantId: env.MicrosoftAppTenantId ?? '',
    tenants,
    isLocal: false,
  };
}
