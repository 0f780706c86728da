package io.safeops.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A .pub file: a public key or a certificate in one line. */
final class PublicKeyFile {

  private static final int MOST_BYTES = 65_536;

  private PublicKeyFile() {}

  /**
   * @throws SignatureException with the name of the file, if it cannot be read or holds no public
   *     key that is accepted
   */
  static SshPublicKey read(Path file) throws SignatureException {
    try (InputStream in = Files.newInputStream(file)) {
      return SshPublicKey.parse(
          new String(in.readNBytes(MOST_BYTES + 1), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException missing) {
      throw new SignatureException(file + ": no such file", missing);
    } catch (IOException unreadable) {
      throw new SignatureException(
          file + ": cannot be read: " + unreadable.getMessage(), unreadable);
    } catch (SignatureException refused) {
      throw new SignatureException(file + ": " + refused.getMessage(), refused);
    }
  }
}
