import type { Problem } from '../../../server/src/messages.ts';

/** Problems as a person would read them beside the text: place, marked text, severity, code, message. */
export function listing(text: string, problems: readonly Problem[]): string {
  const lines = text.split(/\r?\n/);
  return problems
    .map(({ range: { start, end }, severity, code, crash, message }) => {
      const marked = marks(lines, { start, end });
      return `${start.line + 1}:${start.character + 1} ${marked}\n  ${severity} ${code}${crash ? ' (crash)' : ''}\n  ${message}\n`;
    })
    .join('\n');
}

/** The marked text, `…` for what goes on over the end of the line. */
export function marks(
  lines: readonly string[],
  { start, end }: Pick<Problem['range'], 'start' | 'end'>,
): string {
  const line = lines[start.line] ?? '';
  return start.line === end.line
    ? line.slice(start.character, end.character)
    : `${line.slice(start.character)}…`;
}
