/** The certificate that a broker shows, as far as a person can judge it. */
import { t } from '@vscode/l10n';

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
    t('Subject: {0}', short(subject)),
    ...(names.length === 0 ? [] : [t('Made out for: {0}', short(names.join(', ')))]),
    t('Issuer: {0}', subject === issuer ? t('itself') : short(issuer)),
    t('Valid: from {0} to {1}', validFrom, validTo),
    t('SHA-256 fingerprint: {0}', fingerprint),
  ];
}

/** Whoever made the certificate chose the text: it must neither fill a dialog nor add lines to it. */
function short(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
  return line.length <= 200 ? line : `${line.slice(0, 200)}…`;
}
