/** The texts of reports by their names, as long as somebody has them open. */

export class ReportTexts {
  readonly #texts = new Map<string, { text: string }>();

  /** Begins a report anew. Returns what appends to it; false once it was closed or begun anew: then nothing is kept. */
  begin(name: string): (lines: readonly string[]) => boolean {
    const report = { text: '' };
    this.#texts.set(name, report);
    return (lines) => {
      if (this.#texts.get(name) !== report) return false;
      report.text += `${lines.join('\n')}\n`;
      return true;
    };
  }

  /** Empty where there is none. */
  of(name: string): string {
    return this.#texts.get(name)?.text ?? '';
  }

  close(name: string): void {
    this.#texts.delete(name);
  }
}
