/** The page of the matrix: nothing but its frame, style and script. What is shown comes in messages, and becomes text only. Pure. */
import type { MatrixWords } from './matrixMessages.ts';

export interface PageParts {
  /** New for each page. */
  readonly nonce: string;
  /** Where the script is. */
  readonly script: string;
  readonly language: string;
  readonly words: MatrixWords;
}

/** Nothing is loaded but the one script; no text of the outside is in it. */
export function matrixPage({ nonce, script, language, words }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none';">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(words.table)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body data-words="${attribute(JSON.stringify(words))}">
<main></main>
<script nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Colours of the theme only; in high contrast themes they bring lines instead of surfaces. */
const style = `
body { margin: 0; padding: 0; color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
main { display: flex; flex-direction: column; height: 100vh; }
header { padding: 12px 16px 8px; }
h1 { margin: 0; font-size: 1.3em; font-weight: 600; }
p { margin: 4px 0 0; }
.remark { color: var(--vscode-editorWarning-foreground); }
.remark:empty { display: none; }
.bar { display: flex; flex-wrap: wrap; gap: 6px; padding: 4px 16px 8px; align-items: center; }
button { font: inherit; padding: 4px 10px; border-radius: 2px; cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.first { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button[aria-pressed=true] { border-color: var(--vscode-focusBorder); text-decoration: underline; }
button:focus-visible, input:focus-visible, .grid:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
input { font: inherit; padding: 4px 6px; min-width: 12em; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent)); }
.grid { flex: 1; overflow: auto; border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder)); }
table { border-collapse: separate; border-spacing: 0; }
th, td { height: 26px; max-width: 22em; padding: 0 10px; box-sizing: border-box; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; text-align: left; border-bottom: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent)); }
thead th { position: sticky; top: 0; z-index: 2; font-weight: 600; background: var(--vscode-editorWidget-background); }
tbody th { position: sticky; left: 0; z-index: 1; font-weight: 400; background: var(--vscode-editor-background); }
thead th:first-child { left: 0; z-index: 3; }
tbody tr:hover th, tbody tr:hover td { background: var(--vscode-list-hoverBackground); }
.at { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
.spacer td { padding: 0; border: 0; }
.good .mark { color: var(--vscode-testing-iconPassed); }
.bad .mark { color: var(--vscode-testing-iconFailed); }
.uneasy .mark, .lost .mark { color: var(--vscode-editorWarning-foreground); }
.quiet { color: var(--vscode-descriptionForeground); }
.mark { display: inline-block; width: 1.4em; }
.hint { padding: 4px 16px; color: var(--vscode-descriptionForeground); }
`;
