/** A message as it may be shown and kept: without its secrets. */
import { maskedJson } from '../devices/masking.ts';
import { parseJson } from '../protocol/json.ts';
import { mask } from '../protocol/secrets.ts';

/** As it was written where that shows no secret; of one that is no JSON what looks like a secret is masked. */
export function maskedText(raw: string): string {
  const text = withoutValues(raw);
  const json = parseJson(text);
  if (json === undefined) return String(maskedJson(text));
  const safe = maskedJson(json);
  return safe === json ? text : JSON.stringify(safe);
}

const key = '"key"\\s*:\\s*"env"';
const value = '"value"\\s*:\\s*"[^"=\\\\]*=';
const rest = '(?:[^"\\\\]|\\\\.)+';
/** A config entry or parameter `env`, its two fields in either order. */
const variable = new RegExp(`(${key}\\s*,\\s*${value})${rest}|(${value})${rest}(?="\\s*,\\s*${key})`, 'g');

function withoutValues(raw: string): string {
  return raw.replace(variable, (_, keyFirst: string | undefined, valueFirst: string | undefined) => {
    return `${keyFirst ?? valueFirst ?? ''}${mask}`;
  });
}
