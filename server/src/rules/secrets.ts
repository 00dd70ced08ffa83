/** Names of variables and options whose value is a secret. */
const secretName =
  /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secrets?|tokens?|credentials?|api[_-]?keys?|private[_-]?key|access[_-]?key(?:[_-]?secret)?|secret[_-]?key|auth[_-]?key|encryption[_-]?key|aes\d*[._-]key|client[_-]?secret)$/i;

/** What is a secret whatever its name is: keys, and tokens that begin with what they are. */
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|gho|ghs|github_pat)_\w{20}|\bglpat-[\w-]{20}|\bxox[abp]-\w{8}|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i;

/** What stands for a secret, or is no secret at all: nothing, a switch, a number, a file, a placeholder. */
const harmless =
  /^(?:|true|false|yes|no|on|off|none|null|\d{1,3}|\*+|x+|\.{0,2}\/.*|file:.*|\$.*|\{\{.*|<.*>)$/i;

/** Tokens that begin with what they are, anywhere in a text. */
const tokens =
  /\b(?:(?:ghp|gho|ghs|github_pat)_\w{20,255}|glpat-[\w-]{20,64}|xox[abp]-[\w-]{8,255}|AKIA[0-9A-Z]{16}\b|eyJ[\w-]{10,2048}\.eyJ[\w-]{10,2048}\.[\w-]*)/g;

/** `user:password@`, in an address or in front of a host; what stands before a digest is a tag. */
const credentials = /([^\s/:@]{0,128}):([^\s/@][^\s/]{0,512})@(?!(?:sha|md)\d+\b)/g;
const inAddress = /(:\/\/[^\s/:@]{0,128}):[^\s/]{1,512}@/g;

const assignment = /([\w.-]{1,128})=([^\s"',;]+)/g;

/** What stands in every text that holds one of them. */
const suspect = /[@=]|gh[pos]_|github_pat_|glpat-|xox|AKIA|eyJ/;

/** The text without the secrets that it may hold: to be shown to people, or with a `sign` of another use in their place. */
export function masked(text: string, sign: string = '…'): string {
  if (!suspect.test(text)) return text;
  const [, name, value] = /^([\w.-]{1,128})=(.+)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined && isSecret(name, value)) return `${name}=${sign}`;
  return text
    .replace(inAddress, `$1:${sign}@`)
    .replace(credentials, `$1:${sign}@`)
    .replace(tokens, sign)
    .replace(assignment, (whole, option: string, given: string) =>
      isSecret(option, given) ? `${option}=${sign}` : whole,
    );
}

/** Whether there is a user's password in an address or a reference to an image. */
export function hasCredentials(reference: string): boolean {
  return reference.search(inAddress) >= 0 || reference.search(credentials) >= 0;
}

/** Arguments of a command, to be shown to people: also what follows an option for a secret is left out. */
export function maskedArguments(list: readonly string[]): string[] {
  return list.map((text, index) => (isSecretArgument(list[index - 1], text) ? '…' : masked(text)));
}

/** Is an argument the secret that the one before it, an option, announces? */
export function isSecretArgument(before: string | undefined, text: string): boolean {
  return (
    before !== undefined && /^-{1,2}[\w-]+$/.test(before) && !text.startsWith('-') && isSecret(before, text)
  );
}

/** Could the value be a secret, if its name said so? */
export function hasTellingValue(value: string): boolean {
  return !harmless.test(value);
}

/** Does a value of this name tell a secret? */
export function isSecret(name: string, value: string): boolean {
  if (!hasTellingValue(value)) return false;
  return secretName.test(name) || secretValue.test(value);
}
