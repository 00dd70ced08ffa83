/** How a rollout is gone on with, as it can be typed. Pure. */
import { parseArgs } from 'node:util';
import { options } from './options.ts';
import { onlyToBegin } from './rolloutCall.ts';

/** What was agreed to when it was begun, or is meant for one call only. */
const left: readonly string[] = [...onlyToBegin, 'yes', 'resume', 'retry'];

/** `argv`, a call of `rollout` that {@link parseCall} takes, as the call that goes on: with the same connection, journal and file. */
export function resumeLine(argv: readonly string[]): string {
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true });
  const kept = tokens.flatMap((token): readonly string[] => {
    if (token.kind === 'positional') return [];
    if (token.kind !== 'option' || left.includes(token.name)) return [];
    if (token.value === undefined) return [`--${token.name}`];
    // A value that begins with a dash is only taken after the sign.
    const sign = token.value.startsWith('-') ? '=' : ' ';
    return [`--${token.name}${sign}${quoted(token.value)}`];
  });
  const [command = 'rollout', ...files] = tokens.flatMap((it) =>
    it.kind === 'positional' ? [it.value] : [],
  );
  const end = files.some((it) => it.startsWith('-') && it !== '-') ? ['--'] : [];
  return ['kanto-manifest', command, '--resume', ...kept, ...end, ...files.map(quoted)].join(' ');
}

/** One word for a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
