/** Whether an address belongs to our own server. Parsed, never compared as text: `http://127.0.0.1:8460@evil.test` does not. */
export function isOwnUrl(url: string, ownOrigin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === ownOrigin
}
