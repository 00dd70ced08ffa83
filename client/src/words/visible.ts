/** Texts of strangers as they may be shown: whatever could hide, reorder or pretend is made visible. */

/**
 * What is not seen: control and format characters (bidirectional marks and zero-width ones among them), line ends, lone
 * surrogates, characters that Unicode has drawn as nothing, and blanks that are no space. An emoji keeps its selector.
 */
const invisible =
  /(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** Characters of a label; more would push everything else out of sight. */
const longest = 200;
/** Characters of a line that can be read whole. */
const longestLine = 2000;

/** One line in which every character is seen: `\u202e` stands for the mark that turns the direction of writing. */
export function visible(text: string, most = longest): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(invisible, (character) => {
    if (/[\t\n\r]/.test(character)) return ' ';
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

/** The same of a text of several lines. A name of a stranger in it adds none: line ends in it were made blanks before. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line, longestLine))
    .join('\n');
}

/** For choices and the status bar, where VS Code would draw `$(name)` as an icon. */
export function withoutIcons(text: string, most = longest): string {
  return visible(text, most).replaceAll('$(', '\\$(');
}

/**
 * For notifications, their progress, and what an input box says: there VS Code makes links of `[text](target)`, and runs the
 * command that such a target names.
 */
export function withoutLinks(text: string): string {
  return visible(text, longestLine).replaceAll('](', '] (');
}
