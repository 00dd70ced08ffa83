/** Names of variables and options whose value is a secret. */
const secretName =
  /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secrets?|tokens?|credentials?|api[_-]?keys?|private[_-]?key|access[_-]?key(?:[_-]?secret)?|secret[_-]?key|auth[_-]?key|encryption[_-]?key|client[_-]?secret)$/i;

/** What is a secret whatever its name is: keys, and tokens that begin with what they are. */
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|gho|ghs|github_pat)_\w{20}|\bglpat-[\w-]{20}|\bxox[abp]-\w{8}|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i;

/** What stands for a secret, or is no secret at all: nothing, a switch, a number, a file, a placeholder. */
const harmless =
  /^(?:|true|false|yes|no|on|off|none|null|\d{1,3}|\*+|x+|\.{0,2}\/.*|file:.*|\$.*|\{\{.*|<.*>)$/i;

/** Does a value of this name tell a secret? */
export function isSecret(name: string, value: string): boolean {
  if (harmless.test(value)) return false;
  return secretName.test(name) || secretValue.test(value);
}
