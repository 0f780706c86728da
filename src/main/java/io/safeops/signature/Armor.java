package io.safeops.signature;

/**
 * The text form of a signature (PROTOCOL.sshsig, armored format), read strictly: one signature,
 * lines that end with LF, base64 in its one form, nothing before or after it.
 */
final class Armor {

  /** Longest text in characters; a certificate with large RSA keys has about 12,000. */
  static final int MOST_CHARACTERS = 65_536;

  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----\n";
  private static final String END = "-----END SSH SIGNATURE-----\n";

  /** What ssh-keygen writes (sshbuf_dtob64 in OpenSSH's sshbuf-misc.c). */
  private static final int LINE = 70;

  /** PROTOCOL.sshsig recommends lines of 76 characters, and other programs write them. */
  private static final int LONGEST_LINE = 76;

  private Armor() {}

  static String encode(byte[] blob) {
    String text = Base64Text.encode(blob);
    StringBuilder armored = new StringBuilder(BEGIN);
    for (int start = 0; start < text.length(); start += LINE) {
      armored.append(text, start, Math.min(start + LINE, text.length())).append('\n');
    }
    return armored.append(END).toString();
  }

  static byte[] decode(String armored) throws SignatureException {
    if (armored.length() > MOST_CHARACTERS) {
      throw new SignatureException(
          "the signature is longer than " + MOST_CHARACTERS + " characters, which none needs");
    }
    if (armored.indexOf('\r') >= 0) {
      throw new SignatureException(
          "the signature has line ends of Windows (CR LF): it must be as ssh-keygen wrote it");
    }
    if (!armored.startsWith(BEGIN)) {
      throw new SignatureException(
          "the signature does not begin with the line `-----BEGIN SSH SIGNATURE-----`");
    }
    if (!armored.endsWith("\n" + END)) {
      throw new SignatureException(
          "the signature does not end with the line `-----END SSH SIGNATURE-----`");
    }
    int end = armored.length() - END.length();
    String body = end > BEGIN.length() ? armored.substring(BEGIN.length(), end) : "";
    if (body.contains("-----")) {
      throw new SignatureException("the text holds more than one signature");
    }
    return Base64Text.decode(joined(body), "the signature");
  }

  private static String joined(String body) throws SignatureException {
    StringBuilder text = new StringBuilder(body.length());
    for (int start = 0; start < body.length(); ) {
      int end = body.indexOf('\n', start);
      if (end == start || end - start > LONGEST_LINE) {
        throw new SignatureException(
            "the signature has a line that is empty or longer than %d characters"
                .formatted(LONGEST_LINE));
      }
      text.append(body, start, end);
      start = end + 1;
    }
    return text.toString();
  }
}
