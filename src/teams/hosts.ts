// The bot sends its own token to wherever an activity says it came from: so only to Microsoft, or while trying locally only
// to this machine, where there is no token.

/** Say whether messages may be sent to the address that an activity or a stored conversation names. */
export function isServiceUrlAllowed(serviceUrl: string, isLocal: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== '' || url.password !== '') return false;
  if (isLocal) return isLoopbackName(url.hostname) && (url.protocol === 'http:' || url.protocol === 'https:');
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return url.hostname === 'smba.trafficmanager.net' || url.hostname.endsWith('.botframework.com');
}

/** Say whether a host name, without its port, is this machine's own. */
export function isLoopbackName(name: string): boolean {
  const bare = name.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** Say whether a socket's other end is on this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && isLoopbackName(address.replace(/^::ffff:/i, '')) && address !== 'localhost';
}
