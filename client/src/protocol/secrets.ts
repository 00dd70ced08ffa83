/**
 * Secrets in texts of devices, brokers and manifests: what looks like one is taken out before the text is kept or shown.
 * Strangers write these texts, so every pattern takes time in proportion to their length: no part of one is unbounded where
 * another part could match the same.
 */

/** Stands for what was taken out. */
export const mask = '•••';

const words =
  'passw(?:or)?d|passphrase|pwd|secret|token|credential|aes256|(?:api|private|access)[-_]?key|authorization|decrypt';
const secretName = new RegExp(words, 'i');
/** `--db-password`, the value being the next argument. */
const secretFlag = new RegExp(`^--?[\\w-]{0,48}(?:${words})[\\w-]{0,48}$`, 'i');
const name = `(?:${words})[\\w-]{0,48}\\\\{0,4}["']?\\s{0,8}[=:]\\s{0,8}\\\\{0,4}(?:(?:bearer|basic)\\s{1,8})?`;
const flag = `(?<![\\w-])--?[\\w-]{0,48}?(?:${words})[\\w-]{0,48}\\s{1,8}`;
/** `password=…`, `--token …`, `"secret": "…"`, wherever in a text they stand. */
const assignment = new RegExp(`(${name}|${flag})("[^"]*"|'[^']*'|\\S+)`, 'gi');

const inUrl = /\b([a-z][a-z\d+.-]{0,20}:\/\/)[^/\s"'<>]{1,512}@/gi;
/** `user:password@` in front of the host of an image; what stands before a digest is a tag. */
const inReference = /[^\s/:@"']{1,128}:[^\s/@"'•][^\s/"'•]{0,512}@(?!(?:sha|md)\d)/g;
/** What signs an address for whoever has it. */
const inQuery = /([?&](?:sig|signature|x-amz-signature|key|code|auth)=)[^&\s"']+/gi;
/** What is a secret whatever stands before it. */
const bare =
  /\b(?:(?:ghp|gho|ghs|github_pat)_\w{20,255}|glpat-[\w-]{20,64}|xox[abp]-[\w-]{8,255}|AKIA[0-9A-Z]{16}\b|eyJ[\w-]{10,2048}\.eyJ[\w-]{10,2048}\.[\w-]*)|(?<=\bbearer\s{1,8})[\w.~+/=-]{8,}/gi;
const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*/g;
/** What a device says of a variable that it rejects (container-management: containers_validation.go). */
const rejectedVariable = /(environmental variable declaration provided : [^\s="]{0,512}=)[^"]+/g;

/** What each of them begins with, which is found several times as fast. */
const sign = /gh[ops]_|github_pat_|glpat-|xox|akia|eyj|bearer\s/i;
/** Characters of `pwd=x`: in less there is nothing. */
const shortest = 5;

/** Texts are searched so far only, and cut there. */
const searched = 20_000;

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** True for an option of a program whose value is a secret. */
export function isSecretFlag(argument: string): boolean {
  return secretFlag.test(argument);
}

/** A text in which a secret can stand somewhere, such as the message of a failed download. */
export function maskedText(value: string): string {
  if (value.length < shortest) return value;
  let text = value.slice(0, searched);
  // Most texts have none of these signs: they are spared the search.
  if (text.includes('@')) text = text.replace(inUrl, `$1${mask}@`).replace(inReference, `${mask}@`);
  if (text.includes('=')) text = text.replace(inQuery, `$1${mask}`);
  if (text.includes('declaration')) text = text.replace(rejectedVariable, `$1${mask}`);
  if (text.includes('-----')) text = text.replace(privateKey, mask);
  if (sign.test(text)) text = text.replace(bare, mask);
  return secretName.test(text) ? text.replace(assignment, `$1${mask}`) : text;
}
