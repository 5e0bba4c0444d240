// Which installation speaks for a workspace. What the database says is believed for some seconds, so that not every request
// asks it; what another copy of the program changed is seen then.
import type { PrismaClient } from '../store/generated/client.ts';
import {
  type InstallationRow,
  keepHeard,
  keepInstallation,
  type NewInstallation,
  readHeardThrough,
  readInstallations,
} from './installations.records.ts';
import type { Seal } from './sealing.ts';

export type Installation = InstallationRow;

/** An installation as Slack tells it, with its tokens as they are. */
export type Told = Omit<NewInstallation, 'accessToken' | 'refreshToken'> & Tokens;

export interface Tokens {
  accessToken: string;
  refreshToken: string | undefined;
}

export interface Installations {
  /** What is installed, or was, in these workspaces and organisations. */
  find(tenants: string[]): Promise<Installation[]>;
  /** The installation that speaks for a tenant: its own, or another through which its people are heard. */
  through(tenant: string): Promise<Installation | undefined>;
  /** Remember that a tenant's people were heard through an installation. */
  heard(installation: Installation, tenant: string): Promise<void>;
  keep(told: Told): Promise<void>;
  /** Its tokens; undefined when SECRET_KEY is not the one that they were encrypted under. */
  tokensOf(installation: Installation): Tokens | undefined;
  /** Encrypt tokens for an installation's row. */
  sealed(tenant: string, tokens: Tokens): Pick<NewInstallation, 'accessToken' | 'refreshToken'>;
  /** Ask the database again at the next look. */
  forget(tenant: string): void;
}

/** The other workspaces whose people are heard through an installation. */
export function alsoHeardBy({ alsoHeard }: Installation): string[] {
  return alsoHeard.split(' ').filter((one) => one !== '');
}

// No other character gets into the list of workspaces that are heard.
const IS_ID = /^[A-Z0-9]{2,50}$/;

const BELIEVED_MS = 5000;
const MOST = 2000;

export interface InstallationsOptions {
  prisma: PrismaClient;
  seal: Seal;
  now: () => Date;
}

/** Open the store of installations. */
export function openInstallations({ prisma, seal, now }: InstallationsOptions): Installations {
  const known = new Map<string, { at: number; installation: Installation }>();
  const heardThrough = new Map<string, string>();

  async function find(tenants: string[]): Promise<Installation[]> {
    const fresh = (tenant: string) => {
      const one = known.get(tenant);
      return one && performance.now() - one.at < BELIEVED_MS ? one.installation : undefined;
    };
    const found = tenants.flatMap((tenant) => fresh(tenant) ?? []);
    const others = tenants.filter((tenant) => fresh(tenant) === undefined);
    if (others.length === 0) return found;
    const read = await readInstallations(prisma, others);
    if (known.size > MOST) known.clear();
    for (const installation of read)
      if (installation.removedAt === null) known.set(installation.tenant, { at: performance.now(), installation });
    return [...found, ...read];
  }

  return {
    find,
    async through(tenant) {
      const [own] = await find([tenant]);
      if (own?.removedAt === null) return own;
      const lately = heardThrough.get(tenant);
      const [other] = lately === undefined ? [] : await find([lately]);
      if (other?.removedAt === null) return other;
      return (IS_ID.test(tenant) ? await readHeardThrough(prisma, tenant) : undefined) ?? own;
    },
    async heard(installation, tenant) {
      if (tenant === installation.tenant) return;
      if (heardThrough.size > MOST) heardThrough.clear();
      heardThrough.set(tenant, installation.tenant);
      if (!IS_ID.test(tenant) || alsoHeardBy(installation).includes(tenant)) return;
      await keepHeard(prisma, installation.id, tenant);
      known.delete(installation.tenant);
    },
    async keep(told) {
      const { accessToken, refreshToken, ...rest } = told;
      const sealed = sealTokens(seal, told.tenant, { accessToken, refreshToken });
      await keepInstallation(prisma, { ...rest, ...sealed }, now());
      known.delete(told.tenant);
    },
    tokensOf({ tenant, accessToken, refreshToken }) {
      const access = accessToken === null ? undefined : seal.open(placeOf(tenant, 'accessToken'), accessToken);
      if (access === undefined) return undefined;
      const refresh = refreshToken === null ? undefined : seal.open(placeOf(tenant, 'refreshToken'), refreshToken);
      return { accessToken: access, refreshToken: refresh };
    },
    sealed: (tenant, tokens) => sealTokens(seal, tenant, tokens),
    forget: (tenant) => void known.delete(tenant),
  };
}

/** Another row's token, or the other token of the same row, does not open in its place. */
function placeOf(tenant: string, column: 'accessToken' | 'refreshToken'): string {
  return `SlackInstallation ${tenant} ${column}`;
}

function sealTokens(seal: Seal, tenant: string, { accessToken, refreshToken }: Tokens) {
  return {
    accessToken: seal.close(placeOf(tenant, 'accessToken'), accessToken),
    refreshToken: refreshToken === undefined ? null : seal.close(placeOf(tenant, 'refreshToken'), refreshToken),
  };
}
