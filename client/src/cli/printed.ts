/**
 * Texts as they are printed. What devices, brokers and manifests say must neither command the terminal or the system that
 * reads the log, nor turn the text around: signs that do are written as JSON writes them, which changes no JSON text and
 * which people can still read. Pure.
 */

/** Of several lines. */
export function printed(text: string): string {
  return withoutCommands(
    text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (sign) =>
      sign === '\n' || sign === '\t' ? sign : escaped(sign),
    ),
  );
}

/** In one line: nobody else may begin another one. */
export function printedLine(text: string): string {
  return printed(text.replaceAll('\n', '\\n'));
}

/** A line that is meant to be a command of GitHub Actions, `::name …::data`, and none but that one. */
export function printedCommand(text: string): string {
  const [start = ''] = /^::/.exec(text) ?? [];
  return start + printedLine(text.slice(start.length));
}

/**
 * Where systems look for commands: GitHub Actions for `::name …::` behind the blanks that a line begins with and for `##[name …]`
 * anywhere in it (actions/runner: ActionCommand.cs), so do Gitea and Forgejo; Azure Pipelines for `##vso[…]` and TeamCity for
 * `##teamcity[…]` anywhere in it. Some compare as the language of the machine does, which passes over signs that nobody sees.
 * What GitLab and Buildkite look for has control characters.
 */
function withoutCommands(text: string): string {
  return text
    .replaceAll(/(#\p{DI}*)#(?=[\w\p{DI}]*\[)/gu, `$1${escaped('#')}`)
    .replaceAll(/^((?:(?!\n)[\s\p{DI}])*):(?=\p{DI}*:.*:\p{DI}*:)/gmu, `$1${escaped(':')}`);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
