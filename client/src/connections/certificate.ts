/** The certificate that a broker shows, as far as a person can judge it. */

export interface ServerCertificate {
  /** As `CN=broker, O=Plant`. */
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it is made out for; empty where it names none. */
  readonly names: readonly string[];
  /** As the certificate writes them: `Jan  1 00:00:00 2026 GMT`. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256: `AB:CD:…`. */
  readonly fingerprint: string;
}

/** One line for each thing to look at before the certificate is accepted. Texts of the certificate are shortened. */
export function certificateLines(certificate: ServerCertificate): string[] {
  const { subject, issuer, names, validFrom, validTo, fingerprint } = certificate;
  return [
    `Subject: ${short(subject)}`,
    ...(names.length === 0 ? [] : [`Made out for: ${short(names.join(', '))}`]),
    `Issuer: ${subject === issuer ? 'itself' : short(issuer)}`,
    `Valid: from ${validFrom} to ${validTo}`,
    `SHA-256 fingerprint: ${fingerprint}`,
  ];
}

/** Whoever made the certificate chose the text: it must neither fill a dialog nor add lines to it. */
function short(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return line.length <= 200 ? line : `${line.slice(0, 200)}…`;
}
