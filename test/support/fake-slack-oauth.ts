// Slack's side of installing: consent, codes that work once, tokens that end, refresh tokens that work once, and revoking.
import { parse } from 'node:querystring';

type Json = Record<string, unknown>;

export interface Consent {
  /** The workspace; with `orgWide`, there is none. */
  team?: string;
  enterprise?: string;
  orgWide?: boolean;
  /** What Slack gives, if not what was asked for. */
  scopes?: string;
}

interface Code extends Consent {
  redirectUri: string;
  scopes: string;
  isUsed: boolean;
}

interface Token {
  tenant: string;
  consent: Consent;
  endsAt: number;
  isRevoked: boolean;
}

export class FakeSlackOAuth {
  readonly clientId = '1234567890.1234567890';
  readonly clientSecret = 'a client secret of the test';
  appId = 'ACONVENOR';
  /** Whether tokens rotate. */
  rotates = false;
  lastsSeconds = 43_200;
  /** Slack's clock. */
  now = () => Date.now();
  /** Who called what with which token. */
  readonly uses: { method: string; tenant: string; token: string }[] = [];
  readonly tokens = new Map<string, Token>();
  readonly refreshTokens = new Map<string, { tenant: string; consent: Consent; isUsed: boolean }>();
  readonly #codes = new Map<string, Code>();
  #count = 0;

  /** Somebody agrees on Slack's page: the address that their browser is sent back to. */
  agree(authorizeUrl: string, consent: Consent): string {
    const url = new URL(authorizeUrl);
    const asked = Object.fromEntries(url.searchParams) as Record<string, string>;
    if (url.origin !== 'https://slack.com' || url.pathname !== '/oauth/v2/authorize')
      throw new Error(`Nobody agrees on ${url.origin}${url.pathname}`);
    if (asked.client_id !== this.clientId) throw new Error('Slack says: Invalid client_id parameter');
    const code = this.#next('code.');
    const redirectUri = asked.redirect_uri!;
    this.#codes.set(code, { ...consent, redirectUri, scopes: consent.scopes ?? asked.scope!, isUsed: false });
    return `${redirectUri}?${new URLSearchParams({ code, state: asked.state! })}`;
  }

  /** The newest token of a workspace or organisation that still works. */
  tokenOf(tenant: string): string | undefined {
    return [...this.tokens].findLast(([token, one]) => one.tenant === tenant && this.#wrong(token) === undefined)?.[0];
  }

  /** Somebody removes the app. */
  uninstall(tenant: string): void {
    for (const one of this.tokens.values()) if (one.tenant === tenant) one.isRevoked = true;
    for (const one of this.refreshTokens.values()) if (one.tenant === tenant) one.isUsed = true;
  }

  /** Answer a call, if it is about installing or is made with a token from here. */
  answer(method: string, body: Json, authorization: string | undefined): Json | 'goOn' | undefined {
    if (method === 'oauth.v2.access') return this.#access(body);
    const given = authorization?.replace(/^Bearer /, '') ?? '';
    const token = this.tokens.get(given);
    if (token === undefined) return undefined;
    this.uses.push({ method, tenant: token.tenant, token: given });
    const error = this.#wrong(given);
    if (error !== undefined) return { ok: false, error };
    if (method === 'auth.revoke') {
      token.isRevoked = true;
      return { ok: true, revoked: true };
    }
    if (method !== 'auth.test') return 'goOn';
    const { team, enterprise, orgWide } = token.consent;
    return {
      ok: true,
      team_id: orgWide ? enterprise : team,
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise }),
      ...(orgWide ? { is_enterprise_install: true } : {}),
      user_id: 'UCONVENOR1',
      app_id: this.appId,
    };
  }

  #access(body: Json): Json {
    if (body.client_id !== this.clientId) return { ok: false, error: 'invalid_client_id' };
    if (body.client_secret !== this.clientSecret) return { ok: false, error: 'bad_client_secret' };
    if (body.grant_type === 'refresh_token') {
      const refresh = this.refreshTokens.get(String(body.refresh_token));
      if (refresh === undefined || refresh.isUsed) return { ok: false, error: 'invalid_refresh_token' };
      refresh.isUsed = true;
      return { ok: true, token_type: 'bot', ...this.#give(refresh.tenant, refresh.consent) };
    }
    const code = this.#codes.get(String(body.code));
    if (code === undefined) return { ok: false, error: 'invalid_code' };
    if (code.isUsed) return { ok: false, error: 'code_already_used' };
    if (code.redirectUri !== body.redirect_uri) return { ok: false, error: 'bad_redirect_uri' };
    code.isUsed = true;
    const { team, enterprise, orgWide } = code;
    return {
      ok: true,
      token_type: 'bot',
      scope: code.scopes,
      bot_user_id: 'UCONVENOR1',
      app_id: this.appId,
      team: orgWide ? null : { id: team, name: `The workspace ${team}` },
      enterprise: enterprise === undefined ? null : { id: enterprise, name: `The organisation ${enterprise}` },
      is_enterprise_install: orgWide === true,
      authed_user: { id: 'UADMIN' },
      ...this.#give((orgWide ? enterprise : team)!, code),
    };
  }

  #give(tenant: string, consent: Consent): Json {
    const access = this.#next(this.rotates ? 'xoxe.xoxb-access-' : 'xoxb-access-');
    const endsAt = this.rotates ? this.now() + this.lastsSeconds * 1000 : Number.POSITIVE_INFINITY;
    this.tokens.set(access, { tenant, consent, endsAt, isRevoked: false });
    if (!this.rotates) return { access_token: access };
    const refresh = this.#next('xoxe-1-refresh-');
    this.refreshTokens.set(refresh, { tenant, consent, isUsed: false });
    return { access_token: access, refresh_token: refresh, expires_in: this.lastsSeconds };
  }

  #wrong(token: string): string | undefined {
    const one = this.tokens.get(token)!;
    if (one.isRevoked) return 'token_revoked';
    return one.endsAt <= this.now() ? 'token_expired' : undefined;
  }

  #next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}-${'x'.repeat(24)}`;
  }
}

/** A browser as far as an installation needs one: it keeps cookies and follows nothing by itself. */
export class FakeBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #forgets: boolean;

  /** One that does not forget keeps cookies that it is told to drop. */
  constructor({ forgets = true }: { forgets?: boolean } = {}) {
    this.#forgets = forgets;
  }

  async opens(url: string): Promise<{ status: number; location: string; body: string; headers: Headers }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const [name = '', value = ''] = pair.split('=');
      const ends = attributes.find((one) => /^expires=/i.test(one))?.slice(8);
      const isDropped = ends !== undefined && Date.parse(ends) < Date.now();
      if (isDropped && this.#forgets) this.#cookies.delete(name);
      if (!isDropped) this.#cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      body: await response.text(),
      headers: response.headers,
    };
  }
}

/** The fields of an address, for looking at what Slack is asked. */
export function queryOf(url: string): Record<string, string> {
  return parse(new URL(url).search.slice(1)) as Record<string, string>;
}
