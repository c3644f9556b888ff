// What the rules ask of a URL.

/** The URL, or null where the text is none. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** True for `localhost`, its subdomains, 127.0.0.0/8 and ::1; `hostname` as in `URL.hostname`. */
export function isLoopback(hostname: string): boolean {
  return (
    /^(.+\.)?localhost$/i.test(hostname) ||
    /^127\.[0-9]+\.[0-9]+\.[0-9]+$/.test(hostname) ||
    hostname === '[::1]' ||
    hostname === '::1'
  );
}
