/** Texts in XML. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** In a text or an attribute. What no XML may hold (XML 1.0, section 2.2) is shown by its number. */
export function quoted(text: string): string {
  return (
    text
      .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (sign) =>
        sign === '\n' || sign === '\t' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      .replaceAll(/[&<>"\n\t]/g, (sign) => entities[sign] ?? sign)
      // So systems that read the log find none of their commands in it, see printed.ts.
      .replaceAll('##', '#&#35;')
  );
}
