/** Texts of strangers as they may be shown: whatever could hide, reorder or pretend is made visible. */

/** Control and format characters (bidirectional marks and zero-width ones among them), line ends, lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters of a label; more would push everything else out of sight. */
const longest = 200;

/** One line in which every character is seen: `\u202e` stands for the mark that turns the direction of writing. */
export function visible(text: string, most = longest): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(invisible, (character) => {
    if (/[\t\n\r]/.test(character)) return ' ';
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

/** For choices and the status bar, where VS Code would draw `$(name)` as an icon. */
export function withoutIcons(text: string): string {
  return visible(text).replaceAll('$(', '\\$(');
}

/** For notifications, where VS Code makes links of `[text](target)`, and runs the command that such a target names. */
export function withoutLinks(text: string): string {
  return visible(text, 2000).replaceAll('](', '] (');
}
