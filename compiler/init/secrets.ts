// What is taken for a secret. When in doubt it is one: a setting too many in the environment does no harm.

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
