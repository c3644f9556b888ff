// What is a secret, and what is taken for one.

// The forms that issuers give their tokens, long enough to be one; a key of PEM; the password in a URL.
// What is looked ahead for is bounded: hostile text costs no more than its length.
const tokens = [
  /[sr]k[-_](?:[a-z0-9]{1,20}[-_]){0,3}(?=\w{0,60}\d)\w{16,}/,
  /(?:gh[pousr]|npm|hf|shpat|lin_api|figd|dop_v1)_(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{16,}|github_pat_\w{20,}/,
  /(?:glpat-|xox[a-z]-|xapp-)(?=[\w-]{0,60}\d)[\w-]{16,}/,
  /AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|eyJ[\w-]{8,200}\.[\w-]{8,}\.[\w-]*/,
  /GOCSPX-[\w-]{16,}|\w{3}\dQ~[\w.~-]{31,34}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /(?<=(?:Bearer|Basic) +)(?=[\w+/.~-]{0,60}\d)[\w+/.~-]{16,}/,
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@$]+(?=@)/,
].map(({ source }) => source);
const token = new RegExp(`(?<![A-Za-z0-9])(?:${tokens.join('|')})`);

/** Where in a text a secret stands that cannot be anything else; null where there is none. */
export function tokenIn(text: string): { readonly start: number; readonly end: number } | null {
  const found = token.exec(text);
  return found && { start: found.index, end: found.index + found[0].length };
}

const surely =
  /token|secret|passw(or)?d|pwd|passphrase|credential|(api|access|private|signing|auth).?key|dsn$|(^|[_-])key$/i;
const about =
  /(file|path|dir|folder|name|id|url|uri|type|mode|ttl|size|length|limit|header|prefix|command|env|manager|policy|provider|store|source|backend|endpoint|region|version|algorithm|issuer|audience|scope|method|required|enabled|expiry|lifetime|timeout|tokeni[sz]er)s?$/i;
const setting =
  /^([./~$].*|[a-z]+:\/\/.*|\d+\w{0,3}|true|false|yes|no|on|off|none|null|auto|default|required|optional)$/is;

/** A text that is a secret by what it is called, as `API_KEY` or `--db-password`, and does not look like a mere setting. */
export function isSecretSetting(name: string, text: string): boolean {
  return surely.test(name) && !about.test(name) && text !== '' && !setting.test(text);
}

// ── when in doubt it is one: a setting too many in the environment does no harm ──

const words =
  /key|token|secret|passw|pwd|passphrase|credential|auth|cookie|session|private|signature|dsn|webhook|connection.?string|database.?url|(^|[^a-z])(pat|pin|pass|jwt|cert)([^a-z]|$)/i;

/** A name of a variable, flag, field or parameter whose value is one. */
export function isSecretName(name: string): boolean {
  return words.test(name);
}

const known =
  /^(sk|pk|rk)[-_]|^gh[pousr]_|^github_pat_|^glpat-|^xox[a-z]-|^xapp-|^AKIA|^AIza|^ya29\.|^eyJ|^ntn_|^secret_|^hf_|^npm_|^shpat_|^lin_api_|^figd_|^dop_v1_|^Bearer |^Basic |-----BEGIN/;
const withPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@/i;

/** A text that looks like one, whatever its name. */
export function isSecretText(text: string): boolean {
  return known.test(text) || withPassword.test(text) || isRandom(text) || hasSecretQuery(text);
}

function hasSecretQuery(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { searchParams, pathname } = new URL(text);
  const query = [...searchParams].some(([name, value]) => isSecretName(name) || isRandom(value));
  return query || pathname.split('/').some((segment) => isRandom(segment) || known.test(segment));
}

/** Long, of digits and letters in no order that a word or a path has. */
function isRandom(text: string): boolean {
  if (!/^[A-Za-z0-9+/_=.~-]{20,}$/.test(text) || /^[./~@]|\.[a-z]{1,5}$/i.test(text)) return false;
  if ((text.match(/[0-9]/g) ?? []).length < 3) return false;
  return /^[0-9a-f-]+$/i.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text));
}
