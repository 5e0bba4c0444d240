// Of many workspaces: what is heard comes from this app, where it is installed and the settings name it.
import { type Belongs, originOf, strangeness } from './belonging.ts';
import type { Installation, Installations } from './installations.ts';

export interface HomesOptions {
  installations: Installations;
  isNamed(installation: Installation): boolean;
  appId: string | undefined;
}

/**
 * What belongs to one of the installations. What an app heard that is installed in a whole organisation is made to come from
 * the organisation: a person has one user id there, in whichever workspace they are, and must not become two.
 */
export function manyHomes({ installations, isNamed, appId }: HomesOptions): Belongs {
  return async (body) => {
    const { envelope, teamId, enterpriseId } = originOf(body);
    const told = (envelope.authorizations ?? []).flatMap((one) => [one.team_id, one.enterprise_id]);
    const ids = [teamId, enterpriseId, ...told].filter((id) => id != null);
    const found = (await installations.find([...new Set(ids)].slice(0, 20))).filter(isNamed);
    const live = found.filter(({ removedAt }) => removedAt === null);
    let reason = found.length > live.length ? 'a workspace from which the app was removed' : 'another workspace';
    for (const one of live) {
      const strange = strangeness(body, {
        appId: appId ?? one.appId,
        teamId: one.teamId ?? undefined,
        // A workspace may join an organisation after the app was installed there.
        enterpriseId: one.isOrgWide ? one.enterpriseId : undefined,
      });
      if (strange === undefined) {
        const isElsewhere = envelope.is_ext_shared_channel === true && enterpriseId !== one.enterpriseId;
        if (one.isOrgWide && !isElsewhere) becomeOrganisations(body, one.tenant);
        if (teamId !== undefined) await installations.heard(one, teamId);
        return undefined;
      }
      reason = strange;
    }
    return reason;
  };
}

/** Say that the organisation itself is where something comes from. */
function becomeOrganisations(body: Record<string, unknown>, enterpriseId: string): void {
  if ('team_id' in body || 'command' in body || body['type'] === 'event_callback') {
    body['team_id'] = null;
    body['enterprise_id'] = enterpriseId;
    return;
  }
  body['team'] = null;
  body['enterprise'] = { id: enterpriseId };
}
