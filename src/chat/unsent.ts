// The codes of connections that failed before a request could leave.
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Whether a failed call surely did nothing, by the code of the failure: no connection came about, so nothing was sent. */
export function neverLeft(code: string | undefined): boolean {
  return code !== undefined && NEVER_LEFT.has(code);
}
